package dev.plat.building.sites;

import dev.plat.building.access.SiteAccess;
import dev.plat.building.access.SiteRow;
import dev.plat.building.access.SiteRows;
import dev.plat.building.documents.Documents;
import dev.plat.building.render.ProjectDocument;
import dev.plat.building.templates.Template;
import dev.plat.building.templates.TemplatePage;
import dev.plat.building.templates.Templates;
import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sites: made from a template, and their pages. */
@Singleton
final class Sites {

    private static final Logger LOG = LoggerFactory.getLogger(Sites.class);

    private static final int TITLE_MAX = 200;
    private static final int PAGES_MAX = 1000;
    private static final Pattern PATH =
            Pattern.compile(
                    "|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");
    private static final int PATH_MAX = 200;

    /** The template whose first page is what a new page starts from. */
    private static final String EMPTY = "blank";

    private final Router router;
    private final SiteRows sites;
    private final PageRows pages;
    private final SiteAccess access;
    private final HostNames hosts;
    private final Documents documents;
    private final IdempotencyKeys keys;
    private final SiteLimit limit;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Outbox outbox;

    Sites(
            Router router,
            SiteRows sites,
            PageRows pages,
            SiteAccess access,
            HostNames hosts,
            Documents documents,
            IdempotencyKeys keys,
            SiteLimit limit,
            IdGenerator ids,
            InstantSource clock,
            Audit audit,
            Outbox outbox) {
        this.router = router;
        this.sites = sites;
        this.pages = pages;
        this.access = access;
        this.hosts = hosts;
        this.documents = documents;
        this.keys = keys;
        this.limit = limit;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.outbox = outbox;
    }

    /**
     * Makes a site of its own bucket from a template: host name reserved, bytes kept, rows written,
     * name confirmed.
     *
     * @param key of the request; a repeat with the same key finds the site of the first try
     * @throws PlatException {@code slug-invalid}, {@code slug-taken}, {@code plan-limit}, {@code
     *     field-invalid} for title or template
     */
    View create(Id account, String title, String slug, String template, Optional<String> key) {
        checkTitle(title);
        Slug.check(slug);
        Template chosen = Templates.named(template);
        Id fresh = ids.nextAnywhere(IdKind.SITE);
        Sha256 request =
                Sha256.of((title + "\n" + slug + "\n" + template).getBytes(StandardCharsets.UTF_8));
        Id site = key.map(text -> keys.claim(account, text, request, fresh)).orElse(fresh);
        limit.require(account, site);
        hosts.reserve(slug, site, account);
        List<NewPage> newPages = new ArrayList<>();
        for (TemplatePage page : chosen.pages()) {
            newPages.add(
                    new NewPage(page.path(), page.title(), documents.keep(site, page.document())));
        }
        insertOnce(site, account, title, slug, newPages);
        confirmNow(slug, site, account);
        return view(site, account);
    }

    /** Who made a site may deploy to it at once. What cannot be done now is the outbox's. */
    private void confirmNow(String slug, Id site, Id account) {
        try {
            hosts.confirm(slug, site, account);
        } catch (PlatException e) {
            LOG.info("site={} is confirmed later: {}", site, e.getMessage());
        }
    }

    private void insertOnce(
            Id site, Id account, String title, String slug, List<NewPage> newPages) {
        try {
            router.write(
                    site,
                    tx -> {
                        if (sites.findByBucketAndSiteId((short) tx.bucket().number(), site.uuid())
                                .isEmpty()) {
                            insert(tx, site, account, title, slug, newPages);
                        }
                        return site;
                    });
        } catch (RoutedSqlException e) {
            if (!e.sqlState().equals(RoutedSqlException.UNIQUE_VIOLATION)) {
                throw e;
            } // the same request came twice at once, and the other one was first
        }
    }

    /** The site with its pages, for its owner. */
    View view(Id site, Id account) {
        return router.read(
                site,
                tx -> {
                    SiteRow row = access.require(tx, site, account);
                    return new View(row, pageViews(tx, site));
                });
    }

    /** What hosting asks when a reservation ran out. */
    Optional<SiteRow> find(Id site) {
        return router.read(
                site, tx -> sites.findByBucketAndSiteId((short) tx.bucket().number(), site.uuid()));
    }

    /**
     * Adds an empty page.
     *
     * @throws PlatException {@code field-invalid}, {@code path-taken}, {@code not-found}
     */
    View addPage(Id site, Id account, String title, String path) {
        checkTitle(title);
        if (path.length() > PATH_MAX || !PATH.matcher(path).matches()) {
            throw PlatException.invalidField(
                    "path",
                    path,
                    "lower-case letters, digits and hyphens, in parts divided by /; empty for the home page");
        }
        access.requireWriting(account);
        router.read(site, tx -> access.require(tx, site, account));
        ProjectDocument empty = Templates.named(EMPTY).pages().getFirst().document();
        NewPage page = new NewPage(path, title, documents.keep(site, empty));
        try {
            router.write(
                    site,
                    tx -> {
                        access.require(tx, site, account);
                        int count =
                                pages.findByBucketAndSiteIdOrderByPosition(
                                                (short) tx.bucket().number(), site.uuid())
                                        .size();
                        if (count >= PAGES_MAX) {
                            throw new PlatException(
                                    ErrorCode.PLAN_LIMIT,
                                    "The site has all the pages it may have.",
                                    "limit",
                                    PAGES_MAX);
                        }
                        Id added = insertPage(tx, site, account, page, count);
                        audit.record(tx, account, "page.created", added, Map.of("path", path));
                        return added;
                    });
        } catch (RoutedSqlException e) {
            if (e.sqlState().equals(RoutedSqlException.UNIQUE_VIOLATION)) {
                throw new PlatException(
                                ErrorCode.PATH_TAKEN, "Another page has this path.", "value", path)
                        .causedBy(e);
            }
            throw e;
        }
        return view(site, account);
    }

    private void insert(
            Tx tx, Id site, Id account, String title, String slug, List<NewPage> newPages)
            throws SQLException {
        sites.save(
                new SiteRow(
                        (short) tx.bucket().number(),
                        site.uuid(),
                        account.uuid(),
                        slug,
                        title,
                        0,
                        clock.instant()));
        for (int i = 0; i < newPages.size(); i++) {
            insertPage(tx, site, account, newPages.get(i), i);
        }
        Map<String, Object> event =
                Map.of(
                        "site",
                        site.toString(),
                        "owner",
                        account.toString(),
                        "slug",
                        slug,
                        "title",
                        title);
        outbox.add(tx, HostNames.TOPIC, event);
        outbox.add(tx, MySites.TOPIC, event);
        audit.record(tx, account, "site.created", site, Map.of("slug", slug));
    }

    private Id insertPage(Tx tx, Id site, Id account, NewPage page, int position)
            throws SQLException {
        Id document = ids.next(IdKind.DOCUMENT, site);
        Id id = ids.next(IdKind.PAGE, site);
        documents.create(tx, site, document, page.content, account);
        pages.save(
                new PageRow(
                        (short) tx.bucket().number(),
                        id.uuid(),
                        site.uuid(),
                        document.uuid(),
                        page.path,
                        page.title,
                        position));
        return id;
    }

    private List<PageView> pageViews(Tx tx, Id site) {
        Map<UUID, Long> revs =
                documents.ofSite(tx, site).stream()
                        .collect(Collectors.toMap(row -> row.documentId(), row -> row.rev()));
        return pages
                .findByBucketAndSiteIdOrderByPosition((short) tx.bucket().number(), site.uuid())
                .stream()
                .map(row -> new PageView(row, revs.getOrDefault(row.documentId(), 0L)))
                .toList();
    }

    private static void checkTitle(String title) {
        if (title.isBlank()
                || title.length() > TITLE_MAX
                || title.chars().anyMatch(Character::isISOControl)) {
            throw PlatException.invalidField(
                    "title", title, "1 to " + TITLE_MAX + " characters in one line");
        }
    }

    private record NewPage(String path, String title, Documents.Content content) {}

    /** A site and its pages. */
    record View(SiteRow site, List<PageView> pages) {}

    /** A page and the revision of its document. */
    record PageView(PageRow page, long rev) {}
}
