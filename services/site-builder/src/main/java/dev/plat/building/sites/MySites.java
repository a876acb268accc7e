package dev.plat.building.sites;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The dashboard's list in the account's bucket, fed by the outbox of the sites' buckets. */
@Singleton
public final class MySites implements OutboxConsumer {

    public static final String TOPIC = "site.index";
    static final int SITES_MAX = 500;

    private final Router router;

    MySites(Router router) {
        this.router = router;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        Id owner = Id.parse(IdKind.ACCOUNT, String.valueOf(payload.get("owner")));
        Id site = Id.parse(IdKind.SITE, String.valueOf(payload.get("site")));
        String sql =
                """
                INSERT INTO my_site (bucket, account_id, site_id, slug, title, published, created)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, account_id, site_id)
                DO UPDATE SET title = excluded.title, published = my_site.published OR excluded.published\
                """;
        router.write(
                owner,
                tx -> {
                    try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
                        upsert.setShort(1, (short) tx.bucket().number());
                        upsert.setObject(2, owner.uuid());
                        upsert.setObject(3, site.uuid());
                        upsert.setString(4, String.valueOf(payload.get("slug")));
                        upsert.setString(5, String.valueOf(payload.get("title")));
                        upsert.setBoolean(6, Boolean.TRUE.equals(payload.get("published")));
                        upsert.setTimestamp(
                                7, Timestamp.from(Instant.ofEpochMilli(site.createdMillis())));
                        return upsert.executeUpdate();
                    }
                });
    }

    /** True when the account may not have {@code another} beside its sites, of which so many. */
    boolean full(Id account, Id another, int most) {
        List<Entry> entries = list(account);
        return entries.size() >= most
                && entries.stream().noneMatch(entry -> entry.site().equals(another));
    }

    /** Newest first. */
    List<Entry> list(Id account) {
        String sql =
                """
                SELECT site_id, slug, title, published, created FROM my_site
                WHERE bucket = ? AND account_id = ? ORDER BY created DESC, site_id LIMIT ?\
                """;
        return router.read(
                account,
                tx -> {
                    try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
                        select.setShort(1, (short) tx.bucket().number());
                        select.setObject(2, account.uuid());
                        select.setInt(3, SITES_MAX);
                        return entries(select);
                    }
                });
    }

    private static List<Entry> entries(PreparedStatement select) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(
                        new Entry(
                                new Id(IdKind.SITE, rows.getObject(1, UUID.class)),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getBoolean(4),
                                rows.getTimestamp(5).toInstant()));
            }
        }
        return entries;
    }

    /** One line of the dashboard. */
    record Entry(Id site, String slug, String title, boolean published, Instant created) {}
}
