package dev.plat.building.publish;

import dev.plat.building.access.SiteRow;
import dev.plat.building.documents.DocumentRow;
import dev.plat.building.documents.Documents;
import dev.plat.building.media.MediaRow;
import dev.plat.building.render.MediaReference;
import dev.plat.building.render.MediaResolver;
import dev.plat.building.render.PageRenderer;
import dev.plat.building.render.PageSettings;
import dev.plat.building.render.RenderedPage;
import dev.plat.building.sites.HostNames;
import dev.plat.building.sites.PageRow;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Publishing: freeze what is saved, render it, name it to hosting by digest, send what hosting
 * lacks, seal, deploy. Every step may stop and be done again: nothing is visible before the deploy,
 * and that is one compare-and-set at hosting.
 */
@Singleton
final class Publisher {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Publications publications;
    private final Documents documents;
    private final HostNames hosts;
    private final HostingReleases hosting;

    Publisher(
            Publications publications,
            Documents documents,
            HostNames hosts,
            HostingReleases hosting) {
        this.publications = publications;
        this.documents = documents;
        this.hosts = hosts;
        this.hosting = hosting;
    }

    /**
     * Makes what is saved now the live site.
     *
     * @throws dev.plat.schemas.PlatException {@code not-found}, {@code deploy-conflict}, retryable
     *     codes of the stores and of hosting
     */
    Published publish(Id site, Id account) {
        Deadline deadline = Deadline.in(PATIENCE);
        Publications.Frozen frozen = publications.freeze(site, account);
        hosts.confirm(frozen.site().slug(), site, account);
        Map<String, byte[]> rendered = new LinkedHashMap<>();
        Map<String, MediaRow> pictures = new LinkedHashMap<>();
        for (PageRow page : frozen.pages()) {
            deadline.check();
            render(frozen, site, page, rendered, pictures);
        }
        List<HostingReleases.FileEntry> files = new ArrayList<>();
        Map<String, byte[]> byDigest = new LinkedHashMap<>();
        rendered.forEach((path, bytes) -> {
            String digest = Sha256.of(bytes).hex();
            byDigest.put(digest, bytes);
            files.add(new HostingReleases.FileEntry(path, digest, bytes.length));
        });
        pictures.forEach((path, row) ->
                files.add(new HostingReleases.FileEntry(path, row.digest().hex(), row.size())));
        HostingReleases.Opened release = hosting.open(site, account, files, deadline);
        for (String digest : release.missing()) {
            byte[] bytes = byDigest.get(digest);
            if (bytes != null) { // a picture that is still missing is named by the seal
                hosting.put(site, account, release.release(), new Sha256(digest), bytes, deadline);
            }
        }
        hosting.seal(site, account, release.release(), deadline);
        HostingReleases.Deployed live = hosting.deploy(site, account, release.release(), deadline);
        publications.finish(frozen, account, live.release(), live.generation());
        return new Published(frozen.publication(), live.generation(), live.release(), live.url());
    }

    private void render(
            Publications.Frozen frozen,
            Id site,
            PageRow page,
            Map<String, byte[]> rendered,
            Map<String, MediaRow> pictures) {
        DocumentRow document = frozen.document(page);
        MediaResolver resolver =
                reference ->
                        picture(frozen.media(), site, reference)
                                .map(row -> {
                                    pictures.put(row.publishedPath(), row);
                                    return "/" + row.publishedPath();
                                });
        RenderedPage result =
                PageRenderer.render(
                        documents.read(site, document.digest()),
                        PageSettings.titled(title(frozen.site(), page)),
                        resolver);
        rendered.put(
                page.path().isEmpty() ? "index.html" : page.path() + "/index.html", result.html());
        rendered.put(result.cssPath(), result.css());
    }

    private static Optional<MediaRow> picture(
            Map<UUID, MediaRow> media, Id site, MediaReference reference) {
        if (!reference.site().equals(site.toString())) {
            return Optional.empty();
        }
        try {
            Id id = Id.parse(IdKind.MEDIA, reference.media());
            return Optional.ofNullable(media.get(id.uuid()));
        } catch (PlatException e) {
            return Optional.empty(); // a document may say anything; only this picture is left out
        }
    }

    private static String title(SiteRow site, PageRow page) {
        return page.path().isEmpty() ? site.title() : page.title() + " – " + site.title();
    }

    /** A site that has just gone live. */
    record Published(Id publication, long generation, String release, String url) {}
}
