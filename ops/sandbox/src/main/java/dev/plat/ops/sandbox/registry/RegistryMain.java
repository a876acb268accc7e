package dev.plat.ops.sandbox.registry;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Journal;
import dev.plat.ops.sandbox.registry.dns.NameServer;
import dev.plat.ops.sandbox.registry.dns.Referrals;
import dev.plat.ops.sandbox.registry.epp.Credentials;
import dev.plat.ops.sandbox.registry.epp.EppServer;
import dev.plat.ops.sandbox.registry.epp.Faults;
import dev.plat.ops.sandbox.registry.epp.Registrar;
import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Grammar;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of the sandbox registry. It is ready when {@code ports} stands in its folder; SIGTERM
 * ends it, SIGKILL costs nothing that was answered.
 */
public final class RegistryMain {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryMain.class);
    private static final int TOKEN_BYTES = 16;

    private RegistryMain() {}

    public static void main(String[] args) {
        try {
            run(RegistrySettings.read(System.getProperties()));
        } catch (PlatException | IOException | BadFrame e) {
            LOG.error("the sandbox registry does not start: {}", e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            LOG.info("the sandbox registry ends");
        }
    }

    private static void run(RegistrySettings settings)
            throws IOException, BadFrame, InterruptedException {
        Path data = Files.createDirectories(settings.data());
        Path ports = data.resolve("ports");
        Files.deleteIfExists(ports);
        SecureRandom random = new SecureRandom();
        Set<Registrar> registrars =
                Credentials.make(
                        data.resolve("tls"), settings.registrars(), random, Clock.systemUTC());
        String token = token(data.resolve("admin.token"), random);
        Grammar grammar = new Grammar();
        Faults faults = new Faults();
        try (Journal journal = Journal.open(data.resolve("journal"))) {
            Book book = new Book(Clock.systemUTC(), journal, grammar);
            Delegated.register(book, settings.registrars().getFirst(), settings.delegated());
            try (NameServer dns =
                            NameServer.start(
                                    new InetSocketAddress(
                                            settings.dnsAddress(), settings.dnsPort()),
                                    new Referrals(book, settings.dnsAddress()));
                    EppServer epp =
                            EppServer.start(
                                    settings.eppPort(),
                                    Credentials.server(data.resolve("tls")),
                                    book,
                                    grammar,
                                    faults,
                                    registrars);
                    JsonPort rdap =
                            JsonPort.start(
                                    settings.rdapPort(),
                                    "application/rdap+json",
                                    new RdapPages(book));
                    JsonPort admin =
                            JsonPort.start(
                                    settings.adminPort(),
                                    "application/json",
                                    new AdminPages(book, faults, token))) {
                announce(ports, epp.port(), rdap.port(), admin.port(), dns.port());
                LOG.info(
                        "epp={} rdap={} admin={} dns={} is ready",
                        epp.port(),
                        rdap.port(),
                        admin.port(),
                        dns.port());
                new CountDownLatch(1).await();
            }
        }
    }

    private static String token(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[TOKEN_BYTES];
            random.nextBytes(secret);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }

    /** All at once, so that nobody reads half of it. */
    private static void announce(Path file, int epp, int rdap, int admin, int dns)
            throws IOException {
        Path part = file.resolveSibling("ports.part");
        Files.writeString(
                part, "epp=%d%nrdap=%d%nadmin=%d%ndns=%d%n".formatted(epp, rdap, admin, dns));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
