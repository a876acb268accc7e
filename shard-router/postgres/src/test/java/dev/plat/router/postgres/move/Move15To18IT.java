package dev.plat.router.postgres.move;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;

@Servers(
        postgres = 2,
        postgresVersions = {15, 18},
        own = true,
        settings = {"wal_level=logical", "wal_retrieve_retry_interval=200ms"})
class Move15To18IT extends MoveContract {

    Move15To18IT(PostgresServers servers) {
        super(servers);
    }
}
