package dev.plat.ops.chaos.rig;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.move.DriverSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveDriver;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Pace;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Mover;
import dev.plat.router.postgres.move.MoverSettings;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Carries buckets from one server to another in this process, as a controller would.
 *
 * <p>Threads: for one.
 */
public final class Carrier implements AutoCloseable {

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Rig rig;
    private final RegistryAdmin registry;
    private final Mover mover;
    private final AtomicReference<@Nullable MoveProgress> last = new AtomicReference<>();

    public Carrier(Rig rig) {
        this.rig = rig;
        this.registry = new RegistryAdmin(rig.zooKeeper(), Rig.REGISTRY_ROOT);
        MemoryTopology topology = new MemoryTopology(rig.cluster());
        rig.nodes().forEach(topology::put);
        this.mover =
                new Mover(
                        MoverSettings.of(Rig.PASSWORDS.mover(), Rig.PASSWORDS.copy()),
                        topology,
                        registry.publisher(),
                        ControlPoints.NONE);
        mover.lead(Rig.TIER);
    }

    /**
     * To the end: copied, cut over, cleaned up.
     *
     * @return how many buckets are over
     * @throws IllegalStateException when the move was undone
     */
    public int carry(List<Bucket> buckets, int from, int to) {
        Move move =
                new Move(
                        UUID.randomUUID(),
                        Rig.TIER,
                        rig.nodes().get(from).name(),
                        rig.nodes().get(to).name(),
                        buckets,
                        Duration.ZERO,
                        0,
                        "");
        mover.create(move);
        try (Mover.Session session = session(move)) {
            MoveDriver driver =
                    new MoveDriver(
                            session.world(),
                            ControlPoints.NONE,
                            Pace.REAL,
                            DriverSettings.defaults(),
                            last::set);
            MoveRecord record = drive(driver);
            if (record.step() != Move.Step.DONE) {
                throw new IllegalStateException("the move ended " + record);
            }
        }
        return buckets.size();
    }

    /** Of the last move, as the controller sees them. */
    public String pauses() {
        MoveProgress progress = last.get();
        return progress == null
                ? "none"
                : "p50 %.1f p99 %.1f max %.1f ms"
                        .formatted(
                                progress.pauseMicrosP50() / 1e3,
                                progress.pauseMicrosP99() / 1e3,
                                progress.pauseMicrosMax() / 1e3);
    }

    @Override
    public void close() {
        mover.close();
        registry.close();
    }

    private Mover.Session session(Move move) {
        Optional<Mover.Session> session = mover.open(move);
        return session.orElseThrow(() -> new IllegalStateException("somebody else drives " + move));
    }

    private static MoveRecord drive(MoveDriver driver) {
        while (true) {
            try {
                MoveRecord record = driver.run();
                if (record.step().ended()) {
                    return record;
                }
            } catch (WorldAway away) {
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }
}
