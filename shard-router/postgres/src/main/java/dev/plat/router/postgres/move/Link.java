package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One direction of a move. Publication and slot on the giver, subscription on the taker share a
 * name, by which census and reaper find them.
 *
 * @param giver whose changes it carries to the other side
 */
record Link(Move move, Side giver) {

    /** Of publications, slots and subscriptions that moves make. */
    static final Pattern NAME = Pattern.compile("plat_([fb])_([0-9a-f]{12})");

    // As PostgreSQL's ~ takes it.
    static final String NAME_REGEX = "^plat_[fb]_[0-9a-f]{12}$";

    private static final int LOCKS = 7002;

    String name() {
        return (giver == Side.SOURCE ? "plat_f_" : "plat_b_") + tail(move.id());
    }

    String giverShard() {
        return shard(move, giver);
    }

    String takerShard() {
        return shard(move, giver.other());
    }

    static String shard(Move move, Side side) {
        return side == Side.SOURCE ? move.source() : move.target();
    }

    /** The last 12 digits: random in every version of a UUID that is in use. */
    static String tail(UUID move) {
        return HexFormat.of().toHexDigits(move.getLeastSignificantBits(), 12);
    }

    /** The two keys of the session lock on the target, made of what the names hold. */
    static int[] lockKeys(String tail) {
        return new int[] {LOCKS, Integer.parseUnsignedInt(tail.substring(4), 16)};
    }
}
