package dev.plat.hosting.feed;

import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.NamedHost;
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

/** Customers' names behind the counters of {@code bucket_feed}: each with all that hangs on it. */
final class NamedHostSql {

    private static final int FETCH_ROWS = 1000;

    /**
     * The names that changed after the given counters.
     *
     * @param after for each bucket the last seq that was read; 0 for all
     * @param marks what the buckets' counters say now
     */
    List<NamedHost> changed(Tx tx, Map<Bucket, Long> after, Map<Bucket, FeedMark> marks)
            throws SQLException {
        Map<String, List<Challenge>> challenges = challenges(tx, after);
        String sql =
                """
                SELECT h.bucket, h.name, h.version, h.state = 'routed', h.site_id, h.redirect_to,
                       h.hsts, h.feed_seq, coalesce(c.version, 0)
                  FROM unnest(?::smallint[], ?::bigint[]) AS k (bucket, seq)
                  JOIN host h ON h.bucket = k.bucket AND h.feed_seq > k.seq
                  LEFT JOIN host_certificate c
                    ON c.bucket = h.bucket AND c.name = h.name AND c.chain <> ''
                """;
        List<NamedHost> names = new ArrayList<>();
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            FeedSql.bind(statement, tx, after);
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    FeedMark mark = marks.getOrDefault(new Bucket(row.getInt(1)), FeedMark.NONE);
                    names.add(
                            name(
                                    row,
                                    mark.incarnation(),
                                    challenges.getOrDefault(row.getString(2), List.of())));
                }
            }
        }
        return names;
    }

    private static Map<String, List<Challenge>> challenges(Tx tx, Map<Bucket, Long> after)
            throws SQLException {
        String sql =
                """
                SELECT x.name, x.kind, x.token, x.key_authorization, x.thumbprint, x.expires
                  FROM unnest(?::smallint[], ?::bigint[]) AS k (bucket, seq)
                  JOIN host h ON h.bucket = k.bucket AND h.feed_seq > k.seq
                  JOIN host_challenge x ON x.bucket = h.bucket AND x.name = h.name
                 WHERE NOT x.gone AND x.expires > now()
                 ORDER BY x.version DESC
                """;
        Map<String, List<Challenge>> challenges = new HashMap<>();
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            FeedSql.bind(statement, tx, after);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String kind = row.getString(2);
                    challenges
                            .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(
                                    new Challenge(
                                            Challenge.Kind.of(kind)
                                                    .orElseThrow(
                                                            () -> new SQLException("kind " + kind)),
                                            row.getString(3),
                                            row.getString(4),
                                            row.getString(5),
                                            row.getTimestamp(6).toInstant()));
                }
            }
        }
        return challenges;
    }

    private static NamedHost name(ResultSet row, long incarnation, List<Challenge> challenges)
            throws SQLException {
        UUID site = row.getObject(5, UUID.class);
        return new NamedHost(
                row.getString(2),
                new FeedMark(incarnation, row.getLong(8)),
                row.getLong(3),
                row.getBoolean(4),
                site == null ? null : new Id(IdKind.SITE, site),
                row.getString(6),
                row.getBoolean(7),
                row.getLong(9),
                challenges);
    }
}
