package dev.plat.building.media;

import dev.plat.building.access.SiteAccess;
import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.audit.Audit;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.ResourceStore;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Pictures of sites: received whole, checked, kept at quorum, and only then named by a row. The
 * same picture twice is one row.
 */
@Singleton
public final class Media {

    private static final int NAME_MAX = 200;
    private static final int PICTURES_MAX = 1000;

    /** How many are received at a time: the spool is as many times {@code BodyMax.RAW}. */
    private static final int UPLOADS_MAX = 32;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CHUNK_BYTES = 64 << 10;

    private final Router router;
    private final ResourceStore store;
    private final MediaRows rows;
    private final SiteAccess access;
    private final PictureCheck check;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Path spool;
    private final Semaphore uploads = new Semaphore(UPLOADS_MAX);

    Media(
            Router router,
            @Named("building-files") ResourceStore store,
            MediaRows rows,
            SiteAccess access,
            PictureCheck check,
            IdGenerator ids,
            InstantSource clock,
            Audit audit,
            ProcessSettings settings)
            throws IOException {
        this.router = router;
        this.store = store;
        this.rows = rows;
        this.access = access;
        this.check = check;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.spool = Files.createDirectories(settings.data().resolve("spool"));
    }

    /**
     * Takes a picture.
     *
     * @param length as announced; a stream that ends early stores nothing
     * @throws PlatException {@code not-found}, {@code media-type-refused}, {@code image-refused},
     *     {@code request-malformed} for a cut-off body, what the store says
     */
    MediaRow upload(Id site, Id account, String name, long length, InputStream body) {
        access.requireWriting(account);
        router.read(site, tx -> access.require(tx, site, account));
        if (!uploads.tryAcquire()) {
            throw new PlatException(
                    ErrorCode.OVERLOADED, "Too many pictures are being uploaded just now.");
        }
        try {
            Path file = Files.createTempFile(spool, "upload-", ".part");
            try {
                Sha256 digest = receive(body, length, file);
                PictureCheck.Picture picture = check.check(file);
                store.put(site, picture.type(), Body.of(file), digest);
                return insert(site, account, shortened(name), length, digest, picture);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            uploads.release();
        }
    }

    List<MediaRow> list(Id site, Id account) {
        return router.read(
                site,
                tx -> {
                    access.require(tx, site, account);
                    return ofSite(tx, site);
                });
    }

    /** All pictures of a site, newest first, inside a transaction of its bucket. */
    public List<MediaRow> ofSite(Tx tx, Id site) {
        return rows.findByBucketAndSiteIdOrderByCreatedDesc(
                (short) tx.bucket().number(), site.uuid());
    }

    /** The picture's row and bytes; the caller closes them. */
    Opened open(Id site, Id media, Id account) {
        MediaRow row =
                router.read(
                        site,
                        tx -> {
                            access.require(tx, site, account);
                            return rows.findByBucketAndMediaId(
                                            (short) tx.bucket().number(), media.uuid())
                                    .filter(found -> found.siteId().equals(site.uuid()))
                                    .orElseThrow(() ->
                                            new PlatException(
                                                    ErrorCode.NOT_FOUND,
                                                    "The site has no such picture.",
                                                    "value",
                                                    media.toString()));
                        });
        Read read =
                store.get(store.keyOf(site, row.digest()))
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.RESOURCE_UNAVAILABLE,
                                        "The picture's bytes cannot be found just now."));
        return new Opened(row, read);
    }

    private MediaRow insert(
            Id site,
            Id account,
            String name,
            long length,
            Sha256 digest,
            PictureCheck.Picture picture) {
        TxWork<MediaRow> insert = tx -> insert(tx, site, account, name, length, digest, picture);
        try {
            return router.write(site, insert);
        } catch (RoutedSqlException e) {
            if (!e.sqlState().equals(RoutedSqlException.UNIQUE_VIOLATION)) {
                throw e;
            }
            return router.write(
                    site, insert); // the same picture came twice at once: now it is found
        }
    }

    private MediaRow insert(
            Tx tx,
            Id site,
            Id account,
            String name,
            long length,
            Sha256 digest,
            PictureCheck.Picture picture)
            throws SQLException {
        access.require(tx, site, account);
        short bucket = (short) tx.bucket().number();
        Optional<MediaRow> known =
                rows.findByBucketAndSiteIdAndSha256(bucket, site.uuid(), digest.bytes());
        if (known.isPresent()) {
            return known.get();
        }
        if (rows.countByBucketAndSiteId(bucket, site.uuid()) >= PICTURES_MAX) {
            throw new PlatException(
                    ErrorCode.PLAN_LIMIT,
                    "The site has all the pictures it may have.",
                    "limit",
                    PICTURES_MAX);
        }
        Id media = ids.next(IdKind.MEDIA, site);
        MediaRow row =
                rows.save(
                        new MediaRow(
                                bucket,
                                media.uuid(),
                                site.uuid(),
                                name,
                                picture.type(),
                                picture.width(),
                                picture.height(),
                                length,
                                digest.bytes(),
                                clock.instant()));
        audit.record(
                tx,
                account,
                "media.uploaded",
                media,
                Map.of("type", picture.type(), "size", length));
        return row;
    }

    private static Sha256 receive(InputStream body, long length, Path file) throws IOException {
        var digest = Sha256.newDigest();
        Deadline deadline = Deadline.in(PATIENCE);
        long received = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                deadline.check(); // who sends a byte now and then does not hold a place for ever
                out.write(chunk, 0, read);
                received += read;
            }
        }
        if (received != length) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED,
                    "The body ended early.",
                    "value",
                    received,
                    "expected",
                    length);
        }
        return Sha256.ofDigest(digest.digest());
    }

    private static String shortened(String name) {
        String clean = name.strip().replaceAll("[\\p{Cntrl}/\\\\]", "_");
        return clean.length() > NAME_MAX ? clean.substring(0, NAME_MAX) : clean;
    }

    /** A picture to send. */
    record Opened(MediaRow row, Read read) {}
}
