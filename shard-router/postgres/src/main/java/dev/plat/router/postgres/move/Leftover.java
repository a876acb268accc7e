package dev.plat.router.postgres.move;

/**
 * Something of a move on a shard although no move that is going on has made it.
 *
 * @param kind publication, slot, subscription, table-slots, ledger-line, importing, marker, rows
 * @param name of the thing; a bucket's number for importing and rows; the move for marker
 * @param move its UUID, or the last 12 digits of it where the name holds no more
 */
public record Leftover(String shard, String kind, String name, String move) {}
