package dev.plat.checkout.order;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 18, tier = "checkout")
final class Orders18IT extends OrdersContract {

    Orders18IT(PostgresServers servers) {
        super(servers);
    }
}
