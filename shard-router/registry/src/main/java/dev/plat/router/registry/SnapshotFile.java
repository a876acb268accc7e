package dev.plat.router.registry;

import dev.plat.router.core.ControlPoints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was known, on disk: eight hex digits of CRC-32C, a line feed, JSON. Written beside, synced,
 * renamed, and the folder synced, so a crash leaves the old one or the new one. A damaged one
 * counts as none.
 */
final class SnapshotFile {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final int HEAD = 9;

    private final Path folder;
    private final Path file;
    private final ControlPoints points;

    SnapshotFile(Path folder, ControlPoints points) {
        this.folder = folder;
        this.points = points;
        this.file = folder.resolve("registry.json");
    }

    Optional<Known> read() {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(Files.readAllBytes(file)));
        } catch (IOException e) {
            LOG.warn(
                    "the snapshot of the registry is damaged and counts as none: {}", e.toString());
            return Optional.empty();
        }
    }

    void write(Known known) throws IOException {
        Files.createDirectories(folder);
        Path temporary = folder.resolve("registry.json.tmp");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(encode(known));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        points.reach("snapshot.temp");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        points.reach("snapshot.renamed");
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    static byte[] encode(Known known) {
        byte[] body = Codec.write(known.toJson());
        byte[] head = (checksum(body) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /**
     * The other way round.
     *
     * @throws IOException for anything that {@link #encode} did not write
     */
    static Known decode(byte[] whole) throws IOException {
        if (whole.length < HEAD) {
            throw new IOException("too short");
        }
        byte[] body = Arrays.copyOfRange(whole, HEAD, whole.length);
        String expected = new String(whole, 0, HEAD, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(body) + "\n")) {
            throw new IOException("the checksum is wrong");
        }
        return Known.ofJson(Codec.read(body));
    }

    private static String checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
