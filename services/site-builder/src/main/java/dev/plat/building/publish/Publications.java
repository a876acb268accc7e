package dev.plat.building.publish;

import dev.plat.building.access.SiteAccess;
import dev.plat.building.access.SiteRow;
import dev.plat.building.documents.DocumentRow;
import dev.plat.building.documents.Documents;
import dev.plat.building.media.Media;
import dev.plat.building.media.MediaRow;
import dev.plat.building.sites.MySites;
import dev.plat.building.sites.PageRow;
import dev.plat.building.sites.SitePages;
import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was published when: the exact revisions are frozen in one transaction before anything is
 * rendered.
 */
@Singleton
final class Publications {

    private final Router router;
    private final SiteAccess access;
    private final SitePages pages;
    private final Documents documents;
    private final Media media;
    private final IdGenerator ids;
    private final JsonMapper json;
    private final Audit audit;
    private final Outbox outbox;

    Publications(
            Router router,
            SiteAccess access,
            SitePages pages,
            Documents documents,
            Media media,
            IdGenerator ids,
            JsonMapper json,
            Audit audit,
            Outbox outbox) {
        this.router = router;
        this.access = access;
        this.pages = pages;
        this.documents = documents;
        this.media = media;
        this.ids = ids;
        this.json = json;
        this.audit = audit;
        this.outbox = outbox;
    }

    /** Writes down which revisions are meant, and returns them. */
    Frozen freeze(Id site, Id account) {
        access.requireWriting(account);
        Id publication = ids.next(IdKind.PUBLICATION, site);
        return router.write(
                site,
                tx -> {
                    SiteRow row = access.require(tx, site, account);
                    List<PageRow> pageRows = pages.ofSite(tx, site);
                    Map<UUID, DocumentRow> heads =
                            documents.ofSite(tx, site).stream()
                                    .collect(
                                            Collectors.toMap(
                                                    DocumentRow::documentId, Function.identity()));
                    Map<UUID, MediaRow> pictures =
                            media.ofSite(tx, site).stream()
                                    .collect(
                                            Collectors.toMap(
                                                    MediaRow::mediaId, Function.identity()));
                    insert(tx, publication, site, account, pageRows, heads);
                    return new Frozen(publication, row, pageRows, heads, pictures);
                });
    }

    /** Writes down that it went live. */
    void finish(Frozen frozen, Id account, String release, long generation) {
        Id site = new Id(IdKind.SITE, frozen.site().siteId());
        router.write(
                site,
                tx -> {
                    update(
                            tx,
                            "UPDATE publication SET release = ?, generation = ?, finished = now() WHERE bucket = ? AND publication_id = ?",
                            release,
                            generation,
                            (short) tx.bucket().number(),
                            frozen.publication().uuid());
                    update(
                            tx,
                            "UPDATE site SET generation = greatest(generation, ?) WHERE bucket = ? AND site_id = ?",
                            generation,
                            (short) tx.bucket().number(),
                            site.uuid());
                    outbox.add(
                            tx,
                            MySites.TOPIC,
                            Map.of(
                                    "site", site.toString(),
                                    "owner",
                                            new Id(IdKind.ACCOUNT, frozen.site().ownerId())
                                                    .toString(),
                                    "slug", frozen.site().slug(),
                                    "title", frozen.site().title(),
                                    "published", true));
                    audit.record(
                            tx,
                            account,
                            "site.published",
                            site,
                            Map.of(
                                    "publication",
                                    frozen.publication().toString(),
                                    "generation",
                                    generation));
                    return generation;
                });
    }

    private void insert(
            Tx tx,
            Id publication,
            Id site,
            Id account,
            List<PageRow> pageRows,
            Map<UUID, DocumentRow> heads)
            throws SQLException {
        List<Map<String, Object>> frozen =
                pageRows.stream().map(page -> describe(page, head(heads, page))).toList();
        try {
            update(
                    tx,
                    """
                    INSERT INTO publication (bucket, publication_id, site_id, author_id, documents)
                    VALUES (?, ?, ?, ?, ?::jsonb)\
                    """,
                    (short) tx.bucket().number(),
                    publication.uuid(),
                    site.uuid(),
                    account.uuid(),
                    new String(json.writeValueAsBytes(frozen), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("the list does not become JSON", e);
        }
    }

    private static Map<String, Object> describe(PageRow page, DocumentRow document) {
        return Map.of(
                "page", new Id(IdKind.PAGE, page.pageId()).toString(),
                "path", page.path(),
                "document", new Id(IdKind.DOCUMENT, page.documentId()).toString(),
                "rev", document.rev(),
                "sha256", document.digest().hex());
    }

    private static DocumentRow head(Map<UUID, DocumentRow> heads, PageRow page) {
        DocumentRow head = heads.get(page.documentId());
        if (head == null) {
            throw new IllegalStateException("page " + page.pageId() + " has no document");
        }
        return head;
    }

    private static void update(Tx tx, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** What is to be published, as it stood in one transaction. */
    record Frozen(
            Id publication,
            SiteRow site,
            List<PageRow> pages,
            Map<UUID, DocumentRow> documents,
            Map<UUID, MediaRow> media) {

        /** What the page shows. */
        DocumentRow document(PageRow page) {
            return head(documents, page);
        }
    }
}
