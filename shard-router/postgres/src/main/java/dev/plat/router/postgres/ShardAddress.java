package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/**
 * Where a shard is: {@code host:port/database}.
 *
 * @param server {@code host:port}
 */
public record ShardAddress(String server, String database) {

    /**
     * Where a shard is.
     *
     * @throws PlatException {@code config-invalid} for another form
     */
    public static ShardAddress of(Node shard) {
        String[] parts = shard.address().split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A shard's address is not of the expected form.",
                    "value",
                    shard.address(),
                    "expected",
                    "host:port/database");
        }
        return new ShardAddress(parts[0], parts[1]);
    }

    public String url() {
        return url(database);
    }

    String url(String otherDatabase) {
        return "jdbc:postgresql://" + server + "/" + otherDatabase;
    }
}
