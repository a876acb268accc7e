package dev.plat.payments.ledger;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class LedgerRaces18IT extends LedgerRaces {

    LedgerRaces18IT(PostgresServers servers) {
        super(servers);
    }
}
