package dev.plat.hosting.index;

/**
 * How far the feed of one bucket has come. A restore from backup raises the incarnation, and the
 * bucket is read anew as a whole.
 *
 * @param incarnation 1 or more; 0 before anything was read
 * @param seq 0 or more
 */
public record FeedMark(long incarnation, long seq) implements Comparable<FeedMark> {

    public static final FeedMark NONE = new FeedMark(0, 0);

    @Override
    public int compareTo(FeedMark other) {
        int first = Long.compare(incarnation, other.incarnation);
        return first != 0 ? first : Long.compare(seq, other.seq);
    }
}
