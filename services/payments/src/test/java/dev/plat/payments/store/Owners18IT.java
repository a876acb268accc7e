package dev.plat.payments.store;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class Owners18IT extends OwnersContract {

    Owners18IT(PostgresServers servers) {
        super(servers);
    }
}
