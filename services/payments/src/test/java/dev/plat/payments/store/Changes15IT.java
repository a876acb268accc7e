package dev.plat.payments.store;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 15, tier = "payments")
final class Changes15IT extends ChangesContract {

    Changes15IT(PostgresServers servers) {
        super(servers);
    }
}
