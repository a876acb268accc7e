package dev.plat.payments.ledger;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(postgres = 1, postgresVersion = 15, tier = "payments")
final class Postings15IT extends Postings {

    Postings15IT(PostgresServers servers) {
        super(servers);
    }
}
