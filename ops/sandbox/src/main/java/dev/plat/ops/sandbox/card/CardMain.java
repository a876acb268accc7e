package dev.plat.ops.sandbox.card;

import dev.plat.ops.sandbox.card.api.Api;
import dev.plat.ops.sandbox.card.desk.Due;
import dev.plat.ops.sandbox.card.fault.Faults;
import dev.plat.ops.sandbox.card.hook.Courier;
import dev.plat.ops.sandbox.card.hook.Post;
import dev.plat.ops.sandbox.card.line.Port;
import dev.plat.ops.sandbox.card.page.BuyerPages;
import dev.plat.ops.sandbox.card.store.Ids;
import dev.plat.ops.sandbox.card.store.Store;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of the sandbox card provider. It is ready when {@code ports} stands in its folder;
 * SIGTERM ends it, SIGKILL costs nothing that was answered.
 */
public final class CardMain {

    private static final Logger LOG = LoggerFactory.getLogger(CardMain.class);
    private static final int SECRET_BYTES = 24;
    private static final long LOOK_MILLIS = 500;

    private CardMain() {}

    public static void main(String[] args) {
        // The JDK's server reads these once: small answers go out at once, slow askers are not
        // waited for, and a line that a client keeps for later (30 s in the JDK's) is still there.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "120");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        try {
            run(CardSettings.read(System.getProperties()));
        } catch (PlatException | IOException | SQLException e) {
            LOG.error("the sandbox card provider does not start: {}", e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            LOG.info("the sandbox card provider ends");
        }
    }

    private static void run(CardSettings settings)
            throws IOException, SQLException, InterruptedException {
        Path data = Files.createDirectories(settings.data());
        Path ports = data.resolve("ports");
        Files.deleteIfExists(ports);
        SecureRandom random = new SecureRandom();
        Clock real = Clock.systemUTC();
        Path tls = data.resolve("tls");
        if (settings.certificate().isEmpty()) {
            new Certificates(tls, random, real.instant()).make();
        }
        SSLContext own =
                Certificates.server(
                        settings.certificate().orElse(tls.resolve("server.pem")),
                        settings.key().orElse(tls.resolve("server.key")));
        Optional<SSLContext> trust =
                settings.trust().isPresent()
                        ? Optional.of(Certificates.trusting(settings.trust().get()))
                        : Optional.empty();
        String secretKey = secret(data.resolve("secret.key"), "sk_test_", random);
        String token = secret(data.resolve("control.token"), "", random);
        Faults faults = new Faults();
        try (Store store = Store.open(settings.database(), real, new Ids(random));
                Post post = new Post(trust);
                Courier courier = new Courier(store, faults, post, real, random).start();
                Port https = Port.bind(settings.port(), Optional.of(own));
                Port control = Port.bind(settings.controlPort(), Optional.empty());
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            String origin = "https://card-sandbox.localhost:" + https.number();
            Due due = new Due(store);
            Api api = new Api(store, faults, secretKey, origin, courier::wake);
            BuyerPages pages = new BuyerPages(store, faults, origin, courier::wake);
            Set<String> operations = new TreeSet<>(api.operations());
            operations.add(BuyerPages.PAY);
            operations.add(BuyerPages.CHALLENGE);
            control.start(new ControlPages(store, faults, due, courier::wake, operations, token));
            https.start(question ->
                    question.path().startsWith("/v1/")
                            ? api.answer(question)
                            : pages.answer(question));
            announce(ports, https.number(), control.number());
            LOG.info("https={} control={} is ready", https.number(), control.number());
            timer.scheduleWithFixedDelay(
                            () -> settle(due, courier),
                            LOOK_MILLIS,
                            LOOK_MILLIS,
                            TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("time has stopped", e);
        }
    }

    private static void settle(Due due, Courier courier) {
        try {
            due.run();
            courier.wake();
        } catch (IllegalStateException e) {
            LOG.warn("what is due waits", e);
        }
    }

    private static String secret(Path file, String prefix, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            Certificates.secret(file, prefix + HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }

    /** All at once, so that nobody reads half of it. */
    private static void announce(Path file, int https, int control) throws IOException {
        Path part = file.resolveSibling("ports.part");
        Files.writeString(part, "https=%d%ncontrol=%d%n".formatted(https, control));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
