package dev.plat.hosting.feed;

import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.LiveSite;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code bucket_feed}, and the rows of {@code site_live} behind its counters. */
public final class FeedSql {

    private static final int FETCH_ROWS = 1000;

    /**
     * Raises the counter of the transaction's bucket; the row stays locked until the commit, so the
     * next number is never seen before this one.
     */
    public FeedMark raise(Tx tx) throws SQLException {
        String sql =
                """
                INSERT INTO bucket_feed AS f (bucket, seq) VALUES (?, 1)
                ON CONFLICT (bucket) DO UPDATE SET seq = f.seq + 1
                RETURNING incarnation, seq
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new FeedMark(row.getLong(1), row.getLong(2));
            }
        }
    }

    /** The counter of the transaction's bucket; {@link FeedMark#NONE} before the first change. */
    FeedMark mark(Tx tx) throws SQLException {
        String sql = "SELECT incarnation, seq FROM bucket_feed WHERE bucket = ?";
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new FeedMark(row.getLong(1), row.getLong(2)) : FeedMark.NONE;
            }
        }
    }

    /** All counters that the shard of this scatter owns. */
    Map<Bucket, FeedMark> marks(Tx scatter) throws SQLException {
        String sql = "SELECT bucket, incarnation, seq FROM bucket_feed";
        Map<Bucket, FeedMark> marks = new HashMap<>();
        try (PreparedStatement statement = scatter.connection().prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                marks.put(new Bucket(row.getInt(1)), new FeedMark(row.getLong(2), row.getLong(3)));
            }
        }
        return marks;
    }

    /**
     * The sites that changed after the given counters.
     *
     * @param after for each bucket the last seq that was read; 0 for all
     * @param marks what the buckets' counters say now
     */
    List<LiveSite> changed(Tx tx, Map<Bucket, Long> after, Map<Bucket, FeedMark> marks)
            throws SQLException {
        String sql =
                """
                SELECT l.bucket, l.site_id, l.host, l.generation, l.release_id, l.manifest
                  FROM unnest(?::smallint[], ?::bigint[]) AS k (bucket, seq)
                  JOIN site_live l ON l.bucket = k.bucket AND l.feed_seq > k.seq
                """;
        List<LiveSite> sites = new ArrayList<>();
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, tx, after);
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    FeedMark mark = marks.getOrDefault(new Bucket(row.getInt(1)), FeedMark.NONE);
                    sites.add(site(row, mark.incarnation()));
                }
            }
        }
        return sites;
    }

    /** Buckets and their counters as the first two parameters. */
    static void bind(PreparedStatement statement, Tx tx, Map<Bucket, Long> after)
            throws SQLException {
        List<Map.Entry<Bucket, Long>> wanted = List.copyOf(after.entrySet());
        Object[] buckets = wanted.stream().map(e -> (short) e.getKey().number()).toArray();
        Object[] counters = wanted.stream().map(Map.Entry::getValue).toArray();
        statement.setArray(1, tx.connection().createArrayOf("smallint", buckets));
        statement.setArray(2, tx.connection().createArrayOf("bigint", counters));
    }

    private static LiveSite site(ResultSet row, long incarnation) throws SQLException {
        UUID release = row.getObject(5, UUID.class);
        byte[] manifest = row.getBytes(6);
        return new LiveSite(
                row.getString(3),
                new Id(IdKind.SITE, row.getObject(2, UUID.class)),
                incarnation,
                row.getLong(4),
                release(release),
                digest(manifest));
    }

    private static @Nullable Id release(@Nullable UUID uuid) {
        return uuid == null ? null : new Id(IdKind.RELEASE, uuid);
    }

    private static @Nullable Sha256 digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Sha256.ofDigest(bytes);
    }
}
