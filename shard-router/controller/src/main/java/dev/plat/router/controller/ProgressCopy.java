package dev.plat.router.controller;

import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what moves report to the order book: at each step, and else twice a second for each move.
 * It has a thread of its own, so that a slow ZooKeeper never lengthens a cutover.
 *
 * <p>Threads: {@link #accept} from any.
 */
final class ProgressCopy implements Consumer<MoveProgress>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressCopy.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(2);

    private final OrderBook book;
    private final Bell bell = new Bell();
    private final Map<UUID, MoveProgress> latest = new ConcurrentHashMap<>();
    private final Map<UUID, MoveProgress> copied = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    ProgressCopy(OrderBook book) {
        this.book = book;
        this.thread = Thread.ofVirtual().name("progress-copy").start(this::run);
    }

    @Override
    public void accept(MoveProgress progress) {
        MoveProgress before = latest.computeIfAbsent(progress.move(), _ -> shown(progress));
        latest.put(progress.move(), keeping(before, progress));
        if (before.step() != progress.step()) {
            bell.ring();
        }
    }

    /** The newest of each move, as far as it was reported here. */
    Map<UUID, MoveProgress> latest() {
        return Map.copyOf(latest);
    }

    /**
     * Pauses and bytes are counted by each drive of a move for itself; the soak's drive has none,
     * and people still want to see those of the cutover.
     */
    private static MoveProgress keeping(MoveProgress before, MoveProgress now) {
        boolean paused = now.pauseMicrosMax() > 0;
        boolean copied = now.bytesTotal() > 0;
        return new MoveProgress(
                now.move(),
                now.tier(),
                now.source(),
                now.target(),
                now.step(),
                now.phase(),
                now.bucketsDone(),
                now.bucketsTotal(),
                copied ? now.bytesDone() : before.bytesDone(),
                copied ? now.bytesTotal() : before.bytesTotal(),
                now.lagBytes(),
                paused ? now.pauseMicrosP50() : before.pauseMicrosP50(),
                paused ? now.pauseMicrosP99() : before.pauseMicrosP99(),
                paused ? now.pauseMicrosMax() : before.pauseMicrosMax(),
                now.etaMillis(),
                now.undo(),
                now.why(),
                now.at());
    }

    /** Copies what is left and ends. */
    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            boolean last = closed;
            latest.forEach((move, progress) -> {
                if (!progress.equals(copied.get(move))) {
                    copy(progress);
                }
            });
            if (last) {
                return;
            }
            try {
                bell.await(EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What an earlier controller has shown; the same again when nothing was. */
    private MoveProgress shown(MoveProgress progress) {
        try {
            return book.progress(progress.tier(), progress.move()).orElse(progress);
        } catch (PlatException e) {
            return progress;
        }
    }

    private void copy(MoveProgress progress) {
        try {
            book.publish(progress.tier(), progress);
            copied.put(progress.move(), progress);
        } catch (PlatException e) {
            LOG.debug("move={} is not shown yet: {}", progress.move(), e.getMessage());
        }
    }
}
