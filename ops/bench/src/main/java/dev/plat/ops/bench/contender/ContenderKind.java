package dev.plat.ops.bench.contender;

import dev.plat.router.core.Node;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Who is compared. */
public enum ContenderKind {
    /** HikariCP and JDBC; the caller knows the shard. */
    RAW("raw HikariCP") {
        @Override
        public Contender open(Place place) {
            return new RawContender(place.nodes, applicationName());
        }
    },
    /** Plat's router, with the registry behind it. */
    PLAT("Plat's router") {
        @Override
        public Contender open(Place place) {
            return PlatContender.open(place, applicationName());
        }
    },
    SHARDINGSPHERE("ShardingSphere-JDBC") {
        @Override
        public Contender open(Place place) throws SQLException {
            return ShardingSphereContender.open(place.nodes, applicationName());
        }
    };

    private final String text;

    ContenderKind(String text) {
        this.text = text;
    }

    /**
     * Where the shards are.
     *
     * @param root of the registry that names the same addresses as {@code nodes}
     * @param folder for what the contender keeps on disk
     */
    public record Place(List<Node> nodes, String zooKeeper, String root, Path folder) {}

    public abstract Contender open(Place place) throws SQLException;

    public String text() {
        return text;
    }

    /** As {@code pg_stat_activity} shows its connections. */
    public String applicationName() {
        return "bench-" + name().toLowerCase(Locale.ROOT);
    }
}
