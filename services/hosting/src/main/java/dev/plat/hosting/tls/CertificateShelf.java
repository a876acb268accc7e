package dev.plat.hosting.tls;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Certificates on this node's disk, a file for each name, still sealed: written beside the old one,
 * synced and renamed over it, with SHA-256 of everything at its end. Nothing is read at start.
 *
 * <p>Threads: safe for different names; one writer for one name.
 */
public final class CertificateShelf {

    private static final long MAGIC = 0x504c_4154_4352_5431L; // PLATCRT1
    private static final int DIGEST_BYTES = 32;
    private static final int FILE_MAX = 256 << 10;

    private final Path folder;

    /**
     * @param folder of this node; made when it is not there
     */
    public CertificateShelf(Path folder) {
        this.folder = folder;
    }

    /**
     * The certificate of this name; empty when there is none.
     *
     * @throws IOException when there is one that is damaged or cannot be read
     */
    Optional<SealedCertificate> read(String name) throws IOException {
        byte[] bytes;
        try {
            Path file = file(name);
            if (Files.size(file) > FILE_MAX) {
                throw new IOException("larger than any certificate: " + file);
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        int end = bytes.length - DIGEST_BYTES;
        if (end < 0
                || !Arrays.equals(
                        Sha256.of(Arrays.copyOf(bytes, end)).bytes(),
                        Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new IOException("another checksum: " + name);
        }
        return Optional.of(
                decode(name, new DataInputStream(new ByteArrayInputStream(bytes, 0, end))));
    }

    /** On the disk for good when this returns. */
    void write(SealedCertificate certificate) throws IOException {
        Path file = file(certificate.name());
        Path room = file.resolveSibling(".");
        Files.createDirectories(room);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(encode(certificate));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(room);
    }

    void remove(String name) throws IOException {
        Path file = file(name);
        if (Files.deleteIfExists(file)) {
            sync(file.resolveSibling("."));
        }
    }

    Path file(String name) {
        String digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8)).hex();
        return folder.resolve(digest.substring(0, 2)).resolve(digest.substring(2) + ".sealed");
    }

    static byte[] encode(SealedCertificate certificate) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 10);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeUTF(certificate.name());
        out.writeLong(certificate.version());
        UUID id = certificate.certificate().uuid();
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        out.writeUTF(certificate.kid());
        write(out, certificate.chain().getBytes(StandardCharsets.US_ASCII));
        write(out, certificate.sealedKey());
        out.write(Sha256.of(bytes.toByteArray()).bytes());
        return bytes.toByteArray();
    }

    private static SealedCertificate decode(String name, DataInputStream in) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new IOException("another magic: " + name);
        }
        if (!in.readUTF().equals(name)) {
            throw new IOException("another name's file: " + name);
        }
        long version = in.readLong();
        Id id = new Id(IdKind.CERTIFICATE, new UUID(in.readLong(), in.readLong()));
        String kid = in.readUTF();
        String chain = new String(readBytes(in), StandardCharsets.US_ASCII);
        return new SealedCertificate(name, version, id, kid, chain, readBytes(in));
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > FILE_MAX) {
            throw new IOException("an impossible length");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void sync(Path room) throws IOException {
        try (FileChannel directory = FileChannel.open(room)) {
            directory.force(true);
        }
    }
}
