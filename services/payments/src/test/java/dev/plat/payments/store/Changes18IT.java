package dev.plat.payments.store;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class Changes18IT extends ChangesContract {

    Changes18IT(PostgresServers servers) {
        super(servers);
    }
}
