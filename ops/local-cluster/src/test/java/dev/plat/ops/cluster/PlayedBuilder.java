package dev.plat.ops.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Site-builder, as far as names need it: whose a site is, and that everybody is signed in. */
final class PlayedBuilder implements AutoCloseable {

    private static final int TICKET_SECONDS = 3_600;

    private final String secret;
    private final String origin;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Somebody with one site, who is signed in. */
    record Owner(Id account, Id session, Id site) {}

    /**
     * @param secret of tickets, hexadecimal
     * @param origin of the application
     */
    PlayedBuilder(String secret, String origin) throws IOException {
        this.secret = secret;
        this.origin = origin;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/internal/v1/sites/", this::site);
        server.createContext(
                "/internal/v1/sessions/", exchange -> answer(exchange, "{\"holds\":true}"));
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    Owner newOwner() {
        Owner owner =
                new Owner(
                        ids.nextAnywhere(IdKind.ACCOUNT),
                        ids.nextAnywhere(IdKind.SESSION),
                        ids.nextAnywhere(IdKind.SITE));
        owners.put(owner.site().toString(), owner);
        return owner;
    }

    /** As the owner's browser sends them. */
    Map<String, String> headers(Owner owner) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Origin", origin);
        headers.put("Content-Type", "application/json");
        headers.put("Cookie", "__Host-plat_tkt=" + ticket(owner));
        headers.put("Plat-Csrf", mac("csrf." + owner.session()));
        return headers;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void site(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Owner owner = owners.get(path.substring(path.lastIndexOf('/') + 1));
        if (owner == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        answer(
                exchange,
                "{\"site\":\"%s\",\"owner\":\"%s\",\"slug\":\"shop\"}"
                        .formatted(owner.site(), owner.account()));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String ticket(Owner owner) {
        long now = Instant.now().getEpochSecond();
        List<String> parts = new ArrayList<>(List.of("v1", "k1"));
        parts.addAll(List.of(owner.session().toString(), owner.account().toString(), "0"));
        parts.addAll(List.of(Long.toString(now), Long.toString(now + TICKET_SECONDS)));
        String body = String.join(".", parts);
        return body + "." + mac(body);
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
