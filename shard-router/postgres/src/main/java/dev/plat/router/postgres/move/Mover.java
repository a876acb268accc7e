package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Node;
import dev.plat.router.core.Topology;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A controller's hands on the shards: writes moves down, opens the world of one for its driver, and
 * finds and removes what ended moves have left. It acts only where {@link #lead} gave it a number;
 * make a new one for each time the process is elected.
 *
 * <p>Calls throw {@link WorldAway} when a shard does not answer and {@link Superseded} when another
 * controller has taken over.
 *
 * <p>Threads: safe; each opened session is for one.
 */
public final class Mover implements AutoCloseable {

    private final MoverSettings settings;
    private final OwnerPublisher publisher;
    private final ControlPoints points;
    private final Dialer dialer;
    private final Control control;

    public Mover(
            MoverSettings settings,
            Topology topology,
            OwnerPublisher publisher,
            ControlPoints points) {
        this.settings = settings;
        this.publisher = publisher;
        this.points = points;
        this.dialer = new Dialer(settings, topology);
        this.control = new Control(dialer);
    }

    /** The sole right to drive a move, kept by a lock of the target for as long as it is open. */
    public interface Session extends AutoCloseable {

        MoveWorld world();

        @Override
        void close();
    }

    /**
     * Takes a number on every shard of the tier that answers and has none of this mover yet; from
     * then on the statements of earlier leaders are refused there. Call again for shards that come
     * or answer later.
     */
    public void lead(Tier tier) {
        control.lead(tier);
    }

    /** Writes the move down on its target at PLANNED; does nothing when it is there. */
    public void create(Move move) {
        try (ShardLine line = line(move.tier(), move.target(), "create")) {
            line.write(connection -> {
                MoveBook.create(connection, move);
                return true;
            });
        }
    }

    /** Writes the operator's wish down; the driver sees it when it loads the move next. */
    public void wish(Move move, Move.Wish wish) {
        try (ShardLine line = line(move.tier(), move.target(), "wish")) {
            line.write(connection -> {
                MoveBook.wish(connection, move.id(), wish);
                return true;
            });
        }
    }

    /**
     * Moves that have not ended, of all shards of the tier. All of them or none: who takes over
     * must be able to tell a move that was never begun from one whose target does not answer.
     *
     * @throws WorldAway while a shard is not led yet or does not answer
     */
    public List<MoveRecord> unfinished(Tier tier) {
        List<MoveRecord> records = new ArrayList<>();
        for (Node node : dialer.nodes(tier)) {
            if (node.state() != Node.State.RETIRED) {
                try (ShardLine line = line(tier, node.name(), "unfinished")) {
                    records.addAll(line.look(c -> MoveBook.unfinished(c, tier)));
                }
            }
        }
        return records;
    }

    /**
     * Takes the move's lock; empty while somebody else holds it. One process drives a move once at
     * a time.
     */
    public Optional<Session> open(Move move) {
        Lines lines = new Lines(dialer, control, move);
        MoveWorld world = new PostgresMoveWorld(move, lines, dialer, settings, publisher, points);
        try {
            lines.step(Side.TARGET).look(_ -> true);
            return Optional.of(new OpenSession(world, lines));
        } catch (RuntimeException e) {
            lines.close();
            if (lines.busy()) {
                endForgotten(move);
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A connection of ours may be cut without its server having heard of it. */
    private void endForgotten(Move move) {
        try (ShardLine line = line(move.tier(), move.target(), "end")) {
            line.write(connection -> {
                Lines.endForgotten(connection, Link.tail(move.id()), settings.silence());
                return true;
            });
        }
    }

    /** What no move that is going on has made; only what is certain to be so is named. */
    public List<Leftover> census(Tier tier) {
        return new Census(dialer, control).of(tier);
    }

    /** Removes what the census finds; returns how many things went. */
    public int reap(Tier tier) {
        return new Reaper(dialer, control, points).reap(tier);
    }

    private ShardLine line(Tier tier, String shard, String purpose) {
        return new ShardLine(dialer, control, tier, shard, purpose, Limits.STEP, _ -> {});
    }

    /** Nothing is kept open between calls. */
    @Override
    public void close() {}

    private record OpenSession(MoveWorld world, Lines lines) implements Session {

        @Override
        public void close() {
            lines.close();
        }
    }
}
