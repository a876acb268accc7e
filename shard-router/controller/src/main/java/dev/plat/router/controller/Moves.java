package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The moves in the databases, as a leading controller acts on them. Every call may throw {@link
 * WorldAway} and {@link Superseded}, and may be repeated.
 *
 * <p>Threads: safe, blocking.
 */
interface Moves extends AutoCloseable {

    /** Makes this controller the one whose statements the tier's shards take. */
    void lead(Tier tier);

    List<MoveRecord> unfinished(Tier tier);

    void create(Move move);

    void wish(Move move, Move.Wish wish);

    /**
     * Goes on with a move until it has ended or soaks.
     *
     * @return empty when another process is still at it
     */
    Optional<MoveRecord> drive(Move move, Consumer<MoveProgress> progress);

    /** Host and port of the servers that a move's two shards are on, as far as they are known. */
    Set<String> servers(Move move);

    /** Removes what ended moves have left behind; how much that was. */
    int reap(Tier tier);

    @Override
    void close();
}
