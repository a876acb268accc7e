package dev.plat.hosting.publish;

import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.feed.Pins;
import dev.plat.hosting.release.Entry;
import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.release.ReleaseFile;
import dev.plat.hosting.release.ReleaseSettings;
import dev.plat.hosting.store.Depth;
import dev.plat.hosting.store.NodeStore;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.ResourceStore;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes releases: opens one for a list of files, takes what is missing, seals it. All rules are
 * checked when it is opened, before a byte is sent; the list itself is kept as a resource, and the
 * row knows its digest.
 *
 * <p>Threads: safe; blocking.
 */
public final class Releases {

    /** A second run within it continues the first. */
    private static final Duration LIFE = Duration.ofHours(24);

    private static final int MISSING_NAMED_MAX = 1000;

    private final Router router;
    private final SiteAccess access;
    private final ReleaseSql releases = new ReleaseSql();
    private final ResourceStore hostingFiles;
    private final Contents contents;
    private final Uploads uploads;
    private final NodeStore store;
    private final Pins pins;
    private final IdGenerator ids;

    public Releases(
            Router router,
            SiteAccess access,
            ResourceStore hostingFiles,
            ResourceStore buildingFiles,
            NodeStore store,
            Pins pins,
            IdGenerator ids,
            Path uploadFolder) {
        this.router = router;
        this.access = access;
        this.hostingFiles = hostingFiles;
        this.contents = new Contents(hostingFiles, buildingFiles);
        this.uploads = new Uploads(uploadFolder);
        this.store = store;
        this.pins = pins;
        this.ids = ids;
    }

    /** An open release, and what has to be sent before it can be sealed. */
    public record Opened(Id release, List<Sha256> missing, Instant expires) {}

    /** A sealed release. */
    public record Sealed(Sha256 manifest, int files, long bytes) {}

    /** A sealed release in a list. */
    public record Listed(
            Id release, Sha256 manifest, int files, long bytes, Instant created, boolean live) {}

    /**
     * Opens a release of these files and says which contents the site lacks.
     *
     * @throws PlatException {@code not-found}, {@code release-invalid}, {@code plan-limit}
     */
    public Opened open(Id site, Caller caller, List<ReleaseFile> files, ReleaseSettings settings) {
        access.expect(site, caller);
        access.requirePublishing(caller);
        Manifest manifest = Manifest.of(files, settings);
        hostingFiles.put(site, NodeStore.MANIFEST_TYPE, Body.of(manifest.bytes()));
        store.keep(manifest);
        List<Sha256> missing = contents.missing(site, manifest);
        Id release = ids.next(IdKind.RELEASE, site);
        Instant expires =
                router.write(
                        site,
                        tx ->
                                releases.insert(
                                        tx,
                                        site,
                                        release,
                                        manifest,
                                        SiteAccess.name(caller),
                                        LIFE));
        return new Opened(release, missing, expires);
    }

    /**
     * Takes one content of an open release.
     *
     * @throws PlatException {@code not-found}, {@code digest-mismatch}, {@code request-malformed},
     *     {@code plan-limit}
     */
    public void put(
            Id site, Id release, Caller caller, Sha256 content, long length, InputStream in) {
        ReleaseRow row = find(site, release, caller);
        access.requirePublishing(caller);
        expectFresh(row);
        Entry entry =
                manifest(site, row).entries().stream()
                        .filter(candidate -> candidate.sha256().equals(content))
                        .findFirst()
                        .orElseThrow(() -> foreign(content));
        if (length > Manifest.FILE_BYTES_MAX) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "A file is larger than a file may be.",
                    "value",
                    length,
                    "expected",
                    Manifest.FILE_BYTES_MAX);
        }
        uploads.take(
                content,
                length,
                in,
                body -> hostingFiles.put(site, entry.mediaType(), body, content));
    }

    /**
     * Confirms with the store that everything is there; sealing twice is sealing once.
     *
     * @throws PlatException {@code not-found}, {@code resources-missing} with up to 1000 digests
     */
    public Sealed seal(Id site, Id release, Caller caller) {
        ReleaseRow row = find(site, release, caller);
        if (!row.sealed()) {
            expectFresh(row);
            Manifest manifest = manifest(site, row);
            expectComplete(contents.missing(site, manifest));
            router.write(
                    site,
                    tx -> {
                        releases.seal(tx, release);
                        return true;
                    });
            var _ = pins.pin(site, manifest);
        }
        return new Sealed(row.manifest(), row.files(), row.bytes());
    }

    /** The newest first, 100 at most. */
    public List<Listed> list(Id site, Caller caller) {
        return router.read(
                site,
                tx -> {
                    SiteRow live = access.expect(tx, site, caller);
                    return releases.list(tx, site).stream()
                            .map(row -> listed(row, row.release().equals(live.release())))
                            .toList();
                });
    }

    private static Listed listed(ReleaseRow row, boolean live) {
        return new Listed(
                row.release(), row.manifest(), row.files(), row.bytes(), row.created(), live);
    }

    private ReleaseRow find(Id site, Id release, Caller caller) {
        return router.read(
                site,
                tx -> {
                    access.expect(tx, site, caller);
                    return releases.find(tx, site, release).orElseThrow(() -> unknown(release));
                });
    }

    private Manifest manifest(Id site, ReleaseRow row) {
        return store.manifest(site, row.manifest(), Depth.EVERYWHERE).orElseThrow();
    }

    static PlatException unknown(Id release) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "This site has no such release.", "value", release.toString());
    }

    private static void expectFresh(ReleaseRow row) {
        if (row.expired() && !row.sealed()) {
            throw new PlatException(
                    ErrorCode.RELEASE_INVALID,
                    "This release was left open too long.",
                    "rule",
                    "release-life",
                    "value",
                    row.release().toString(),
                    "allowed",
                    LIFE.toHours() + " hours");
        }
    }

    private static PlatException foreign(Sha256 content) {
        return PlatException.invalidField(
                "sha256", content.hex(), "the digest of a file of this release");
    }

    private static void expectComplete(List<Sha256> missing) {
        if (!missing.isEmpty()) {
            throw new PlatException(
                    ErrorCode.RESOURCES_MISSING,
                    "Some files of this release have not been sent.",
                    "count",
                    missing.size(),
                    "missing",
                    missing.stream().limit(MISSING_NAMED_MAX).map(Sha256::hex).toList());
        }
    }
}
