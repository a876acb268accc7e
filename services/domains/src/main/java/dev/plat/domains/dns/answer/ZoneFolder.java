package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each zone: a first line with the checksum of the rest, the SOA, the records. Written
 * beside, synced and renamed, so a crash leaves the old one or the new one. A file that is not what
 * was written is set aside and its zone not answered: REFUSED sends resolvers to another server,
 * half a zone would say that names do not exist.
 *
 * <p>Threads: for one at a time.
 */
final class ZoneFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneFolder.class);
    private static final String FORMAT = "plat-zone 1 sha256 ";
    private static final String SUFFIX = ".zone";

    private final Path folder;

    ZoneFolder(Path folder) {
        this.folder = folder;
    }

    void write(Zone zone) throws IOException {
        Files.createDirectories(folder);
        StringBuilder body = new StringBuilder();
        Soa soa = zone.soa();
        body.append(soa.ttl().toSeconds()).append(' ').append(soa.data()).append('\n');
        zone.records().forEach(record -> body.append(record).append('\n'));
        String text = FORMAT + checksum(body.toString()) + "\n" + body;
        Path beside = folder.resolve(zone.name() + ".new");
        try (FileChannel file =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(beside, file(zone.name()), StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    void delete(DnsName zone) throws IOException {
        if (Files.deleteIfExists(file(zone))) {
            sync();
        }
    }

    /** Every zone that is whole; the others are renamed to {@code .damaged}. */
    List<Zone> load() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Zone> zones = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
                try {
                    zones.add(parse(file));
                } catch (IOException | PlatException | IllegalArgumentException e) {
                    LOG.error("the copy of a zone is damaged and not answered: {}", file, e);
                    Files.move(
                            file,
                            file.resolveSibling(file.getFileName() + ".damaged"),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return zones;
    }

    private Zone parse(Path file) throws IOException {
        String text = Files.readString(file);
        int head = text.indexOf('\n');
        String body = text.substring(head + 1);
        if (head < 0 || !text.substring(0, head).equals(FORMAT + checksum(body))) {
            throw new IOException("the checksum differs");
        }
        String name = file.getFileName().toString();
        List<String> lines = body.lines().toList();
        return Zone.of(
                DnsName.of(name.substring(0, name.length() - SUFFIX.length())),
                soa(lines.getFirst()),
                lines.stream().skip(1).map(ZoneFolder::record).toList());
    }

    private static Soa soa(String line) {
        String[] parts = line.split(" ", 8);
        return new Soa(
                parts[1],
                parts[2],
                Long.parseLong(parts[3]),
                seconds(parts[0]),
                seconds(parts[4]),
                seconds(parts[5]),
                seconds(parts[6]),
                seconds(parts[7]));
    }

    private static DnsRecord record(String line) {
        String[] parts = line.split(" ", 5);
        return DnsRecord.of(parts[0], parts[3], Long.parseLong(parts[1]), parts[4]);
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private Path file(DnsName zone) {
        return folder.resolve(zone + SUFFIX);
    }

    private void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String checksum(String body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
