package dev.plat.chassis.entitlement;

import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import io.micronaut.serde.annotation.Serdeable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accounts may do that never paid: the plan of those who pay nothing, as the payments service
 * has it in its catalogue. It is asked for twice a minute and kept in a row, so that it counts also
 * while that service is away; nobody's request waits for it. Before it was ever told an account may
 * have a few sites: what was given away would have to be taken back.
 *
 * <p>Threads: safe; start and close by one.
 */
public final class FreePlan implements Supplier<Allowance>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FreePlan.class);
    private static final String NAME = "free";
    private static final Bucket BUCKET = Bucket.ofName(NAME);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

    private final Router router;
    private final Supplier<Told> payments;
    private final Allowance untold;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("free-plan").factory());
    private volatile @Nullable Allowance known;
    private long nextNanos = System.nanoTime();

    /**
     * What payments says.
     *
     * @param version of the catalogue it stands in
     * @param limits how many of what; what is not named is not limited
     */
    @Serdeable
    public record Told(long version, Map<String, Long> limits) {}

    /**
     * @param router of a tier that has the table {@code free_plan}
     * @param payments asks it; throws where that cannot be done now
     * @param untold how many sites an account may have before anything was told, 0 or more
     */
    public FreePlan(Router router, Supplier<Told> payments, long untold) {
        this.router = router;
        this.payments = payments;
        this.untold = new Allowance("", Allowance.State.ACTIVE, OptionalLong.of(untold));
    }

    /** Asks from now on. */
    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::turn, 0, UNTIL_TOLD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Outside any transaction; where nothing is known yet, it reads the row. */
    @Override
    public Allowance get() {
        Allowance now = known;
        if (now != null) {
            return now;
        }
        try {
            return read().orElse(untold);
        } catch (RuntimeException e) {
            LOG.warn("what the free plan allows cannot be read now: {}", e.toString());
            return untold;
        }
    }

    /** Asks once and keeps what is said, unless something newer was. */
    public void look() {
        keep(payments.get());
        var _ = read();
    }

    private void turn() {
        if (System.nanoTime() - nextNanos < 0) {
            return;
        }
        try {
            look();
            nextNanos = System.nanoTime() + EVERY.toNanos();
        } catch (RuntimeException e) {
            LOG.info("what the free plan allows is not told: {}", e.toString());
            Duration pause = get().equals(untold) ? UNTIL_TOLD : EVERY;
            nextNanos = System.nanoTime() + pause.toNanos();
        }
    }

    private void keep(Told told) {
        String sql =
                """
                INSERT INTO free_plan AS f (bucket, plan, version, sites) VALUES (?, ?, ?, ?)
                ON CONFLICT (bucket, plan) DO UPDATE SET version = EXCLUDED.version, sites = EXCLUDED.sites
                WHERE f.version <= EXCLUDED.version
                  AND (f.version, f.sites) IS DISTINCT FROM (EXCLUDED.version, EXCLUDED.sites)\
                """;
        router.write(
                BUCKET,
                tx -> {
                    try (PreparedStatement keep = tx.connection().prepareStatement(sql)) {
                        keep.setShort(1, (short) BUCKET.number());
                        keep.setString(2, NAME);
                        keep.setLong(3, told.version());
                        keep.setObject(4, told.limits().get(Allowances.SITES));
                        return keep.executeUpdate();
                    }
                });
    }

    private Optional<Allowance> read() {
        String sql = "SELECT sites FROM free_plan WHERE bucket = ? AND plan = ?";
        Optional<Allowance> found =
                router.<Optional<Allowance>>read(
                        BUCKET,
                        tx -> {
                            try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
                                select.setShort(1, (short) BUCKET.number());
                                select.setString(2, NAME);
                                return allowance(select);
                            }
                        });
        found.ifPresent(now -> known = now);
        return found;
    }

    private static Optional<Allowance> allowance(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Allowance(
                                    NAME,
                                    Allowance.State.ACTIVE,
                                    Allowances.sites(row, Allowances.SITES)))
                    : Optional.empty();
        }
    }
}
