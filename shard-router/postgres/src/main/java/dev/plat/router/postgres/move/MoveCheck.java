package dev.plat.router.postgres.move;

import dev.plat.router.core.Topology;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRefused;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/**
 * A move's pre-flight for somebody who only wants to know: nothing is written on either shard, and
 * the controller that leads goes on leading.
 *
 * <p>Threads: safe, blocking.
 */
public final class MoveCheck {

    private final MoverSettings settings;
    private final Dialer dialer;

    public MoveCheck(MoverSettings settings, Topology topology) {
        this.settings = settings;
        this.dialer = new Dialer(settings, topology);
    }

    /**
     * Returns when the move could begin now.
     *
     * @throws PlatException {@code precondition-failed}, saying what stands in the way and what
     *     would help; {@code try-again} while a shard does not answer
     */
    public void check(Move move) {
        try (Lines lines = new Lines(dialer, Control.watching(dialer), move)) {
            new Preflight(move, lines, dialer, settings).check();
        } catch (MoveRefused refused) {
            throw new PlatException(
                            ErrorCode.PRECONDITION_FAILED,
                            "Nothing can move between these shards as they are.",
                            "value",
                            move.source() + " to " + move.target(),
                            "found",
                            refused.why())
                    .causedBy(refused);
        } catch (WorldAway | Superseded away) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "A shard does not answer, so nothing can move.",
                            "value",
                            move.source() + " to " + move.target(),
                            "found",
                            String.valueOf(away.getMessage()))
                    .causedBy(away);
        }
    }
}
