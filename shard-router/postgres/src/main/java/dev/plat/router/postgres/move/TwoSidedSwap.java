package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A transaction on each side in which the publications have changed, uncommitted: a change of a
 * publication acts from its own commit in the order of the log, so a bucket's rows go one way up to
 * the swap and the other way after it.
 *
 * <p>Threads: for one.
 */
final class TwoSidedSwap implements MoveWorld.Swap {

    // What a crash forgets of a grant was told to nobody: who commits on the taker waits for all
    // before it, and the mover does before it goes on.
    private static final String LAZY = "SET LOCAL synchronous_commit = off";

    private final Lines lines;
    private final Link link;

    private TwoSidedSwap(Lines lines, Link link) {
        this.lines = lines;
        this.link = link;
    }

    /** Sides in the order of their shards' names, so that two moves never wait in a circle. */
    static Optional<MoveWorld.Swap> open(
            Lines lines, ControlPoints points, Move move, Side giver, Collection<Bucket> buckets) {
        TwoSidedSwap swap = new TwoSidedSwap(lines, new Link(move, giver));
        List<Side> order =
                move.source().compareTo(move.target()) < 0
                        ? List.of(Side.SOURCE, Side.TARGET)
                        : List.of(Side.TARGET, Side.SOURCE);
        try {
            for (Side side : order) {
                lines.swap(side).begin(side == giver ? "" : LAZY);
                lines.swap(side)
                        .inside(connection -> {
                            lock(connection, new Link(move, side));
                            return true;
                        });
            }
            points.reach("swap.locked");
            for (Side side : order) {
                lines.swap(side)
                        .inside(connection -> {
                            change(connection, new Link(move, side), buckets, side != giver);
                            return true;
                        });
            }
            // A commit beside it takes all that to the disk now, or those in the pause would.
            lines.step(giver).write(_ -> true);
            points.reach("swap.altered");
            return Optional.of(swap);
        } catch (WorldAway e) {
            swap.close();
            if (ShardLine.isLockTimeout(e)) {
                return Optional.empty();
            }
            throw e;
        } catch (RuntimeException e) {
            swap.close();
            throw e;
        }
    }

    private static void lock(Connection connection, Link link) throws SQLException {
        Publications.lock(connection, Publications.tables(connection, link.name()));
    }

    /** Gives a publication buckets, or takes them away; nothing without a publication. */
    static void change(Connection connection, Link link, Collection<Bucket> buckets, boolean gains)
            throws SQLException {
        if (!Publications.exists(connection, link.name())) {
            return;
        }
        List<Integer> numbers = buckets.stream().map(Bucket::number).toList();
        SortedSet<Integer> sent = Publications.buckets(connection, link.name());
        if (gains ? sent.addAll(numbers) : sent.removeAll(numbers)) {
            Publications.set(connection, link, Publications.tables(connection, link.name()), sent);
        }
    }

    @Override
    public boolean handOver(List<Freeze> freezes) {
        return decide(
                lines.swap(link.giver()),
                connection -> CutoverRows.handOverAndCommit(connection, link, freezes));
    }

    @Override
    public boolean grant(List<Freeze> freezes) {
        return decide(
                lines.swap(link.giver().other()),
                connection -> CutoverRows.grantAndCommit(connection, link, freezes));
    }

    private static boolean decide(ShardLine line, ShardLine.Work<Boolean> change) {
        boolean done = line.inside(change);
        // Of a connection that has committed it only takes back its mode.
        line.rollback();
        return done;
    }

    @Override
    public void close() {
        Stream.of(Side.values()).forEach(side -> lines.swap(side).rollback());
    }
}
