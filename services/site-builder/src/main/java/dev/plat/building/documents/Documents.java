package dev.plat.building.documents;

import dev.plat.building.access.SiteAccess;
import dev.plat.building.render.Cleaned;
import dev.plat.building.render.Cleaner;
import dev.plat.building.render.ProjectDocument;
import dev.plat.building.render.Removed;
import dev.plat.chassis.audit.Audit;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.ResourceStore;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Documents of sites. The order of a save is what keeps the promises: clean, put the bytes at
 * quorum, then move the row at the revision seen. So a row never points at nothing, and of two who
 * save at once one is told.
 */
@Singleton
public final class Documents {

    private static final String MEDIA_TYPE = "application/json";

    private final Router router;
    private final ResourceStore store;
    private final DocumentRows documents;
    private final SiteAccess access;
    private final Audit audit;
    private final InstantSource clock;

    Documents(
            Router router,
            @Named("building-files") ResourceStore store,
            DocumentRows documents,
            SiteAccess access,
            Audit audit,
            InstantSource clock) {
        this.router = router;
        this.store = store;
        this.documents = documents;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Keeps the bytes of a document that a row is about to point at. */
    public Content keep(Id site, ProjectDocument document) {
        byte[] bytes = document.toBytes();
        store.put(site, MEDIA_TYPE, Body.of(bytes));
        return new Content(Sha256.of(bytes), bytes.length);
    }

    /** Adds the rows of a new document, at revision 1, to a transaction of the site's bucket. */
    public void create(Tx tx, Id site, Id document, Content content, Id author)
            throws SQLException {
        tx.expect(document);
        var row =
                new DocumentRow(
                        (short) tx.bucket().number(),
                        document.uuid(),
                        site.uuid(),
                        "page",
                        1,
                        content.sha256().bytes(),
                        content.size(),
                        author.uuid(),
                        clock.instant());
        documents.save(row);
        AdvanceRevision.first(tx, row);
    }

    /**
     * The document as saved last, cleaned again, because it may have been written under older
     * rules.
     *
     * @throws PlatException {@code not-found}, or what the stores say
     */
    Loaded load(Id site, Id document, Id account) {
        DocumentRow head = router.read(site, tx -> head(tx, site, document, account));
        Cleaned cleaned = Cleaner.clean(read(site, head.digest()));
        return new Loaded(head.rev(), head.digest(), cleaned.document());
    }

    /** The content of one revision. */
    public ProjectDocument read(Id site, Sha256 digest) {
        try (Read read =
                store.get(store.keyOf(site, digest))
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.RESOURCE_UNAVAILABLE,
                                        "The document's bytes cannot be found just now."))) {
            return ProjectDocument.parse(read.bytes());
        }
    }

    /** All documents of a site, inside a transaction of its bucket. */
    public List<DocumentRow> ofSite(Tx tx, Id site) {
        return documents.findByBucketAndSiteId((short) tx.bucket().number(), site.uuid());
    }

    /**
     * Saves, or says who was first.
     *
     * @param seen the revision the editor started from
     * @throws PlatException {@code revision-stale} with {@code current}, {@code author} and {@code
     *     saved}; what {@link ProjectDocument#parse} says; what the stores say
     */
    Saved save(Id site, Id document, Id account, long seen, byte[] body) {
        access.requireWriting(account);
        Cleaned cleaned = Cleaner.clean(ProjectDocument.parse(body));
        byte[] bytes = cleaned.document().toBytes();
        Sha256 digest = Sha256.of(bytes);
        DocumentRow head = router.read(site, tx -> head(tx, site, document, account));
        if (head.digest().equals(digest)) {
            return new Saved(head.rev(), digest, cleaned.removed());
        }
        if (head.rev() != seen) {
            throw stale(head);
        }
        store.put(site, MEDIA_TYPE, Body.of(bytes), digest);
        long rev =
                router.write(
                        site,
                        tx -> {
                            if (!AdvanceRevision.run(
                                    tx, document, seen, digest, bytes.length, account)) {
                                DocumentRow now = head(tx, site, document, account);
                                if (!now.digest().equals(digest)) {
                                    throw stale(now);
                                }
                                return now.rev(); // our own save, run again after an unclear answer
                            }
                            audit.record(
                                    tx,
                                    account,
                                    "document.saved",
                                    document,
                                    Map.of("rev", seen + 1, "sha256", digest.hex()));
                            return seen + 1;
                        });
        return new Saved(rev, digest, cleaned.removed());
    }

    private DocumentRow head(Tx tx, Id site, Id document, Id account) {
        access.require(tx, site, account);
        return documents
                .findByBucketAndDocumentId((short) tx.bucket().number(), document.uuid())
                .filter(row -> row.siteId().equals(site.uuid()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "The site has no such document.",
                                "value",
                                document.toString()));
    }

    private static PlatException stale(DocumentRow head) {
        return new PlatException(
                ErrorCode.REVISION_STALE,
                "Somebody saved this document after you opened it.",
                "current",
                head.rev(),
                "author",
                new Id(IdKind.ACCOUNT, head.authorId()).toString(),
                "saved",
                head.saved().toString());
    }

    /** Bytes that are kept at quorum. */
    public record Content(Sha256 sha256, int size) {}

    /** A document as the editor gets it. */
    record Loaded(long rev, Sha256 sha256, ProjectDocument document) {}

    /** An acknowledged save. */
    record Saved(long rev, Sha256 sha256, List<Removed> removed) {}
}
