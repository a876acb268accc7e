package dev.plat.hosting.index;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index on disk: one file, written beside the old one, synced and renamed over it, with SHA-256
 * of everything at its end. Marks are taken before sites, so a mark never promises a site that is
 * not in the file. A file that is damaged or of an unknown version is left aside as if there were
 * none: the node then waits for its first reconcile. Of a file from before customers' names the
 * sites are taken and the marks are not: names that were told while it was written are behind them.
 *
 * <p>Threads: safe; one write at a time.
 */
public final class IndexSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(IndexSnapshot.class);
    private static final long MAGIC = 0x504c_4154_4944_5833L; // PLATIDX3
    private static final long WITHOUT_NAMES = 0x504c_4154_4944_5832L; // PLATIDX2

    private final HostIndex index;
    private final Path folder;
    private final Path file;
    private long written = -1;

    /**
     * @param folder of this node; made when it is not there
     */
    public IndexSnapshot(HostIndex index, Path folder) {
        this.index = index;
        this.folder = folder;
        this.file = folder.resolve("hosts.index");
    }

    /** Fills the index from the file; false when there is no sound one. */
    public boolean load() {
        if (!Files.exists(file)) {
            return false;
        }
        MessageDigest digest = Sha256.newDigest();
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in =
                        new DataInputStream(
                                new DigestInputStream(new BufferedInputStream(raw), digest))) {
            read(in, digest);
            index.markReady();
            return true;
        } catch (IOException | PlatException | IllegalArgumentException e) {
            LOG.warn("the snapshot of the host index is damaged and is left aside: {}", file, e);
            return false;
        }
    }

    /** Writes the file when the index has changed since, and only a complete index. */
    public synchronized void save() throws IOException {
        long changes = index.changes();
        if (changes == written || !index.ready()) {
            return;
        }
        Files.createDirectories(folder);
        Path temporary = folder.resolve("hosts.index.new");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            write(Channels.newOutputStream(channel));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
        written = changes;
    }

    private void write(OutputStream raw) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        DataOutputStream out =
                new DataOutputStream(
                        new DigestOutputStream(new BufferedOutputStream(raw, 1 << 16), digest));
        out.writeLong(MAGIC);
        for (int i = 0; i < Bucket.COUNT; i++) {
            FeedMark mark = index.mark(new Bucket(i));
            out.writeLong(mark.incarnation());
            out.writeLong(mark.seq());
        }
        Collection<LiveSite> sites = index.sites();
        out.writeInt(sites.size());
        for (LiveSite site : sites) {
            write(out, site);
        }
        NameSnapshot.write(out, index.names());
        out.flush();
        raw.write(digest.digest());
    }

    private static void write(DataOutputStream out, LiveSite site) throws IOException {
        out.writeUTF(site.host());
        write(out, site.site().uuid());
        out.writeLong(site.incarnation());
        out.writeLong(site.generation());
        Id release = site.release();
        Sha256 manifest = site.manifest();
        boolean live = release != null && manifest != null;
        out.writeBoolean(live);
        if (release != null && manifest != null) {
            write(out, release.uuid());
            out.write(manifest.bytes());
        }
        out.writeByte(site.kept().size());
        for (Sha256 kept : site.kept()) {
            out.write(kept.bytes());
        }
    }

    private static void write(DataOutputStream out, UUID uuid) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    /** Takes nothing into the index before the whole file has proved sound. */
    private void read(DataInputStream in, MessageDigest digest) throws IOException {
        long magic = in.readLong();
        if (magic != MAGIC && magic != WITHOUT_NAMES) {
            throw new IOException("another magic");
        }
        FeedMark[] marks = new FeedMark[Bucket.COUNT];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = new FeedMark(in.readLong(), in.readLong());
        }
        int count = in.readInt();
        List<LiveSite> sites = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sites.add(readSite(in));
        }
        NameSnapshot names = magic == MAGIC ? NameSnapshot.read(in) : NameSnapshot.EMPTY;
        byte[] computed = digest.digest();
        byte[] stored = new byte[computed.length];
        in.readFully(stored);
        if (!Arrays.equals(computed, stored)) {
            throw new IOException("another checksum");
        }
        sites.forEach(index::offer);
        names.fill(index.names());
        if (magic == WITHOUT_NAMES) {
            return;
        }
        for (int i = 0; i < marks.length; i++) {
            index.advance(new Bucket(i), marks[i]);
        }
    }

    private static LiveSite readSite(DataInputStream in) throws IOException {
        String host = in.readUTF();
        Id site = new Id(IdKind.SITE, readUuid(in));
        long incarnation = in.readLong();
        long generation = in.readLong();
        boolean live = in.readBoolean();
        Id release = live ? new Id(IdKind.RELEASE, readUuid(in)) : null;
        Sha256 manifest = live ? readDigest(in) : null;
        List<Sha256> kept = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            kept.add(readDigest(in));
        }
        return new LiveSite(host, site, incarnation, generation, release, manifest, kept);
    }

    private static Sha256 readDigest(DataInputStream in) throws IOException {
        byte[] digest = new byte[32];
        in.readFully(digest);
        return Sha256.ofDigest(digest);
    }

    private static UUID readUuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
