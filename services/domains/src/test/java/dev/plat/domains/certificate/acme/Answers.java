package dev.plat.domains.certificate.acme;

import com.sun.net.httpserver.HttpServer;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The edge and the name servers of a test: real HTTP, real TLS with ALPN, and the records of
 * pebble-challtestsrv.
 */
final class Answers implements ChallengePublisher, AutoCloseable {

    private static final String PATH = "/.well-known/acme-challenge/";

    private final Map<String, String> byToken = new ConcurrentHashMap<>();
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> spoiled = ConcurrentHashMap.newKeySet();
    private final AlpnServer tls = new AlpnServer();
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Pebble names;

    Answers() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                PATH,
                exchange -> {
                    String token = exchange.getRequestURI().getPath().substring(PATH.length());
                    byte[] body =
                            byToken.getOrDefault(token, "").getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    int httpPort() {
        return server.getAddress().getPort();
    }

    int tlsPort() {
        return tls.port();
    }

    /** Where TXT records go. */
    void records(Pebble pebble) {
        names = pebble;
    }

    /** The name's answers are confirmed and cannot be seen, as behind a foreign proxy. */
    void hide(String name) {
        hidden.add(name);
    }

    /** The name's answers are seen and are wrong. */
    void spoil(String name) {
        spoiled.add(name);
    }

    /** Challenges that are published now. */
    int published() {
        return byToken.size() + tls.size() + records.size();
    }

    @Override
    public void publish(List<Challenge> challenges, Deadline deadline) {
        for (Challenge each : challenges) {
            switch (each.kind()) {
                case HTTP_01 -> byToken.put(each.token(), answer(each));
                case TLS_ALPN_01 -> tls.put(each.identifier(), each.digest());
                case DNS_01 -> add(each);
            }
        }
    }

    @Override
    public boolean visible(Challenge challenge, Deadline deadline) {
        if (hidden.contains(challenge.identifier())) {
            return false;
        }
        return switch (challenge.kind()) {
            case HTTP_01 -> fetch(challenge.token()).equals(answer(challenge));
            case TLS_ALPN_01 -> tls.has(challenge.identifier());
            case DNS_01 -> records.contains(challenge.recordName() + challenge.recordValue());
        };
    }

    @Override
    public void withdraw(List<Challenge> challenges, Deadline deadline) {
        for (Challenge each : challenges) {
            switch (each.kind()) {
                case HTTP_01 -> byToken.remove(each.token());
                case TLS_ALPN_01 -> tls.remove(each.identifier());
                case DNS_01 -> remove(each);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        tls.close();
        http.shutdownNow();
    }

    private void add(Challenge challenge) {
        if (records.add(challenge.recordName() + challenge.recordValue())) {
            change(pebble -> pebble.addTxt(challenge.recordName(), challenge.recordValue()));
        }
    }

    private void remove(Challenge challenge) {
        if (records.remove(challenge.recordName() + challenge.recordValue())) {
            change(pebble -> pebble.clearTxt(challenge.recordName()));
        }
    }

    private void change(Change change) {
        try {
            change.made(Objects.requireNonNull(names));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(Challenge challenge) {
        return spoiled.contains(challenge.identifier())
                ? challenge.token() + ".wrong"
                : challenge.keyAuthorization();
    }

    private String fetch(String token) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + PATH + token))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @FunctionalInterface
    private interface Change {
        void made(Pebble pebble) throws Exception;
    }
}
