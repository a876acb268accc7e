package dev.plat.router.testkit;

import java.util.List;

/**
 * The PostgreSQL servers of a test class.
 *
 * @param all as many as the class asked for
 */
public record PostgresServers(List<PostgresServer> all) {

    public PostgresServers {
        all = List.copyOf(all);
    }

    public PostgresServer get(int index) {
        return all.get(index);
    }

    public PostgresServer first() {
        return all.getFirst();
    }

    public int size() {
        return all.size();
    }
}
