package dev.plat.chassis.entitlement;

import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accounts may do, in their own buckets: told by the payments service, and kept until it says
 * something newer. It has no end that acts by itself.
 *
 * <p>Threads: safe.
 */
public final class Allowances {

    private static final Logger LOG = LoggerFactory.getLogger(Allowances.class);

    /** Who pays is served again within five seconds. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** What a limit on sites is called, in what payments says and in the tables. */
    static final String SITES = "sites";

    private static final int KNOWN_MAX = 10_000;

    private final Router router;
    private final InstantSource clock;
    private final Supplier<Allowance> others;
    private final ConcurrentHashMap<Id, Known> known = new ConcurrentHashMap<>();

    private record Known(Allowance allowance, Instant since) {}

    /**
     * @param router of a tier that has the table {@code entitlement}
     * @param others what accounts may do of which nothing was said
     */
    public Allowances(Router router, InstantSource clock, Supplier<Allowance> others) {
        this.router = router;
        this.clock = clock;
        this.others = others;
    }

    /**
     * Keeps what was said, unless something newer was.
     *
     * @param sites null: not limited
     */
    public void keep(Id account, long version, String plan, String state, @Nullable Long sites) {
        String sql =
                """
                INSERT INTO entitlement AS e (bucket, account_id, version, plan, state, sites) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, account_id) DO UPDATE
                SET version = EXCLUDED.version, plan = EXCLUDED.plan, state = EXCLUDED.state, sites = EXCLUDED.sites
                WHERE e.version < EXCLUDED.version\
                """;
        router.write(
                account,
                tx -> {
                    try (PreparedStatement keep = tx.connection().prepareStatement(sql)) {
                        keep.setShort(1, (short) tx.bucket().number());
                        keep.setObject(2, account.uuid());
                        keep.setLong(3, version);
                        keep.setString(4, plan);
                        keep.setString(5, state);
                        keep.setObject(6, sites);
                        return keep.executeUpdate();
                    }
                });
        known.remove(account);
    }

    /**
     * What the account may do, at most two seconds old; on the plan of the others it is what theirs
     * has become. Where that cannot be asked just now, what was known last counts: a shard that is
     * away takes nothing from anybody.
     */
    public Allowance of(Id account) {
        Instant now = clock.instant();
        Known before = known.get(account);
        if (before != null && now.isBefore(before.since().plus(FRESH))) {
            return before.allowance();
        }
        try {
            Optional<Allowance> said = read(account);
            Allowance usual = others.get();
            Allowance found = said.filter(its -> !its.plan().equals(usual.plan())).orElse(usual);
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(account, new Known(found, now));
            return found;
        } catch (RuntimeException e) {
            LOG.warn("account={} is served by what was known of it: {}", account, e.toString());
            return before == null ? others.get() : before.allowance();
        }
    }

    private Optional<Allowance> read(Id account) {
        String sql =
                "SELECT plan, state, sites FROM entitlement WHERE bucket = ? AND account_id = ?";
        return router.<Optional<Allowance>>read(
                account,
                tx -> {
                    try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
                        select.setShort(1, (short) tx.bucket().number());
                        select.setObject(2, account.uuid());
                        try (ResultSet row = select.executeQuery()) {
                            return row.next()
                                    ? Optional.of(
                                            new Allowance(
                                                    row.getString(1),
                                                    Allowance.State.of(row.getString(2)),
                                                    sites(row, SITES)))
                                    : Optional.empty();
                        }
                    }
                });
    }

    static OptionalLong sites(ResultSet row, String column) throws SQLException {
        long sites = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(sites);
    }
}
