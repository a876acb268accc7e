package dev.plat.checkout.order;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 15, tier = "checkout")
final class Orders15IT extends OrdersContract {

    Orders15IT(PostgresServers servers) {
        super(servers);
    }
}
