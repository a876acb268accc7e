package dev.plat.ops.cluster;

import dev.plat.domains.certificate.Pem;
import dev.plat.domains.certificate.SigningRequests;
import dev.plat.domains.certificate.localca.LocalCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * The certificate of a process that takes TLS itself, signed by the cluster's own authority, and
 * its key: {@code chain.pem} and {@code key.pem}. New ones at every start of the process, good for
 * thirty days.
 */
final class ServerCertificate {

    private ServerCertificate() {}

    static Path chain(Path folder) {
        return folder.resolve("chain.pem");
    }

    /** PKCS #8, for its owner only. */
    static Path key(Path folder) {
        return folder.resolve("key.pem");
    }

    /** A new one before each start of its process. */
    static Member.Starter before(
            Member.Starter start, Path authority, Path folder, List<String> names) {
        return (life, properties) -> {
            make(authority, folder, names);
            return start.start(life, properties);
        };
    }

    private static void make(Path authority, Path folder, List<String> names) {
        SigningRequests requests = new SigningRequests(new SecureRandom());
        KeyPair key = requests.newKey();
        byte[] request = requests.request(key, names);
        String chain = Pem.ofChain(LocalCa.open(authority).sign(request, names, Instant.now()));
        try {
            Files.createDirectories(folder);
            write(key(folder), Pem.ofKey(key.getPrivate()));
            write(chain(folder), chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary =
                Files.createTempFile(
                        file.resolveSibling("."),
                        "tls",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
