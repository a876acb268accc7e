package dev.plat.payments.store;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 15, tier = "payments")
final class Owners15IT extends OwnersContract {

    Owners15IT(PostgresServers servers) {
        super(servers);
    }
}
