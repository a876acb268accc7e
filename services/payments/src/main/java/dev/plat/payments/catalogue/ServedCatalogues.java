package dev.plat.payments.catalogue;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every version that was served, kept for ever. A file is held against the newest of them before
 * anybody is charged by it: an amount that was edited under its old id would change every running
 * renewal, and one that was left out would stop them.
 *
 * <p>Threads: safe; processes that start together with two files serve one of them.
 */
public final class ServedCatalogues {

    private static final Logger LOG = LoggerFactory.getLogger(ServedCatalogues.class);
    private static final Name NAME = new Name(NameKind.CATALOGUE, "catalogue");
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Router router;
    private final CatalogueReader reader;
    private final Name name;
    private final InstantSource clock;
    private final ServedSql served = new ServedSql();

    public ServedCatalogues(Router router, CatalogueReader reader, InstantSource clock) {
        this(router, reader, NAME, clock);
    }

    /**
     * @param name of another one than the cluster's
     */
    ServedCatalogues(Router router, CatalogueReader reader, Name name, InstantSource clock) {
        this.router = router;
        this.name = name;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * The same as {@link #serve(byte[])}, and waits for books that cannot be read just now.
     *
     * @param patience for how long
     * @throws PlatException as there; what keeps the books from being read, when there is no more
     *     patience
     */
    public Catalogue serve(byte[] file, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return serve(file);
            } catch (RuntimeException e) {
                boolean refused =
                        e instanceof PlatException it && it.code() == ErrorCode.CONFIG_INVALID;
                if (refused || System.nanoTime() - end >= 0) {
                    throw e;
                }
                LOG.warn("the catalogue served before cannot be read yet: {}", e.toString());
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /**
     * Reads a catalogue, holds it against the newest that was served, and keeps it as that.
     *
     * @param file to the byte
     * @throws PlatException {@code config-invalid} for a file that cannot be read, that has no
     *     limited plan for who never paid, that says something else under the same version, that is
     *     older, that edits or leaves out what was sold, or by which a subscription that is not
     *     over could not be billed
     */
    public Catalogue serve(byte[] file) {
        Catalogue next = reader.read(file);
        CatalogueRules.checkFree(next.plans());
        Optional<ServedSql.Served> before = router.read(name, tx -> served.newest(tx, name));
        if (before == null || before.isEmpty()) {
            requireUsed(next);
        }
        router.write(
                name,
                tx -> {
                    keep(tx, next, file);
                    return true;
                });
        return next;
    }

    private void keep(Tx tx, Catalogue next, byte[] file) throws SQLException {
        Optional<ServedSql.Served> newest = served.newest(tx, name);
        boolean same = newest.filter(it -> it.version() == next.version()).isPresent();
        if (!same) {
            newest.ifPresent(it -> requireFollows(next, it));
            if (served.insert(tx, name, next, file, clock.instant())) {
                LOG.info("catalogue version {} is served from now on", next.version());
                return;
            }
            newest = served.newest(tx, name); // somebody was faster
        }
        ServedSql.Served served = newest.orElseThrow();
        if (served.version() != next.version() || !served.sha256().equals(next.sha256())) {
            throw refused(
                    "version " + next.version() + " of sha256 " + next.sha256(),
                    "version "
                            + served.version()
                            + " of sha256 "
                            + served.sha256()
                            + ", which was served; what is new comes as version "
                            + (served.version() + 1));
        }
    }

    private void requireFollows(Catalogue next, ServedSql.Served before) {
        if (next.version() < before.version()) {
            throw refused(
                    "version " + next.version(),
                    "version " + before.version() + ", which was served, or the one after it");
        }
        next.checkFollows(reader.read(before.body()));
    }

    /** What was sold before anything was kept. */
    private void requireUsed(Catalogue next) {
        Router.Scatter<Set<String>> scatter = router.scatter(Deadline.in(SWEEP), served::inUse);
        if (!scatter.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Some of the subscriptions cannot be read just now.",
                    "buckets",
                    scatter.unanswered().size());
        }
        Set<String> missing = new TreeSet<>();
        scatter.parts().forEach(missing::addAll);
        next.prices().forEach(price -> missing.remove(price.id()));
        if (!missing.isEmpty()) {
            throw refused(
                    "a catalogue without " + String.join(", ", missing),
                    "all prices by which subscriptions are billed; they may have an end");
        }
    }

    private static PlatException refused(String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                CatalogueRules.AGAINST_SERVED,
                "value",
                value,
                "expected",
                expected);
    }
}
