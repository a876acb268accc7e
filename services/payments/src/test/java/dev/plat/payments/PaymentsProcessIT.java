package dev.plat.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.Chassis;
import dev.plat.payments.ledger.PaymentsTier;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Topology;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process itself, with a provider that cannot be reached. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
class PaymentsProcessIT {

    private static final String SECRET = "ab".repeat(32);
    private static final String EVENT =
            "{\"id\":\"evt_%s\",\"type\":\"checkout.session.completed\",\"created\":1798761600,"
                    + "\"data\":{\"object\":{\"id\":\"cs_1\"}}}";

    private static final String STORED =
            """
            SELECT count(*) OVER () || ' ' || type || ' ' || object || ' ' || source
              FROM webhook_inbox WHERE event_id = 'evt_Ab1'\
            """;
    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": []}
            """;
    private static final String TRIES = "SELECT least(max(tries), 9) FROM webhook_inbox";

    /** Handed to the process, which makes its beans by itself. */
    private static final AtomicReference<Topology> TOPOLOGY =
            new AtomicReference<>(new MemoryTopology("6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new SecureRandom());

    @TempDir Path folder;

    @Test
    void itTakesWebhooksAndAnswersServices(PostgresServers servers) throws Exception {
        PaymentsTier tier = new PaymentsTier(servers.first());
        TOPOLOGY.set(tier.topology());
        try (ApplicationContext process = start()) {
            URI base = process.getBean(EmbeddedServer.class).getURI();

            takesWhatIsSigned(base, tier);
            refusesTheRest(base);
            paymentsAreForServices(base);
            accountsNameEndpoints(base);
            Waits.until("it asks the provider", () -> ask(tier, TRIES).compareTo("1") >= 0);
        }
    }

    /** The same price for more money: everybody's next renewal would be dearer. */
    @Test
    void itDoesNotStartWithAnEditedPrice(PostgresServers servers) throws Exception {
        TOPOLOGY.set(new PaymentsTier(servers.first()).topology());
        Path catalogue = folder.resolve("catalogue.json");
        Files.writeString(catalogue, CATALOGUE);
        String setting = "-plat.catalogue.file=" + catalogue;
        try (ApplicationContext process = start(setting)) {
            assertThat(process.isRunning()).isTrue();
        }

        Files.writeString(catalogue, CATALOGUE.replace("1999", "2999"));

        assertThatThrownBy(() -> start(setting).close())
                .hasStackTraceContaining("config-invalid")
                .hasStackTraceContaining("contradicts the one that was served before");
        Files.writeString(catalogue, CATALOGUE);
        try (ApplicationContext process = start(setting)) {
            assertThat(process.isRunning()).isTrue();
        }
    }

    private void takesWhatIsSigned(URI base, PaymentsTier tier) throws Exception {
        String body = EVENT.formatted("Ab1");
        long now = System.currentTimeMillis() / 1000;

        assertThat(hook(base, body, signature("whsec_new", now, body)).statusCode()).isEqualTo(200);
        assertThat(hook(base, body, signature("whsec_old", now, body)).statusCode()).isEqualTo(200);

        assertThat(ask(tier, STORED)).isEqualTo("1 checkout.session.completed cs_1 hook");
    }

    private void refusesTheRest(URI base) throws Exception {
        String body = EVENT.formatted("2");
        long now = System.currentTimeMillis() / 1000;

        assertAnswer(hook(base, body, null), 400, "signature-invalid");
        assertAnswer(
                hook(base, body, signature("whsec_gone", now, body)), 400, "signature-invalid");
        assertAnswer(
                hook(base, body, signature("whsec_new", now + 400, body)),
                400,
                "timestamp-outside");
        assertAnswer(
                hook(base, body, signature("whsec_new", now - 400, body)),
                400,
                "timestamp-outside");
        assertAnswer(hook(base, "[]", signature("whsec_new", now, "[]")), 400, "request-malformed");
        assertAnswer(hook(base, "x".repeat((256 << 10) + 1), "t=1,v1=aa"), 413, "body-too-large");
    }

    private void paymentsAreForServices(URI base) throws Exception {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        String payment = ids.next(IdKind.PAYMENT, account).toString();
        String order = ids.next(IdKind.ORDER, account).toString();
        String body =
                """
                {"payment":"%s","account":"%s","order":"%s","amount":{"amount":1999,"currency":"EUR"},
                 "capture":"manual","returnUrl":"https://plat-checkout.localhost/r?s={CHECKOUT_SESSION_ID}",
                 "cancelUrl":"https://plat-checkout.localhost/c"}\
                """
                        .formatted(payment, account, order);

        assertAnswer(call(base, "", body, false), 401, "ticket-refused");
        HttpResponse<String> opened = call(base, "", body, true);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        assertThat(opened.body())
                .contains("\"payment\":\"" + payment + "\"")
                .contains("\"state\":\"open\"")
                .contains("\"page\":null");
        assertThat(call(base, "", body, true).body()).isEqualTo(opened.body());
        assertAnswer(
                call(base, "", body.replace("1999", "1998"), true), 422, "idempotency-mismatch");
        assertAnswer(call(base, "", body.replace("1999", "0"), true), 422, "money-invalid");
        assertAnswer(call(base, "", body.replace("EUR", "EUX"), true), 422, "money-invalid");
        assertAnswer(call(base, "", body.replace("https", "ftp"), true), 422, "field-invalid");
        assertAnswer(call(base, "", body.replace("manual", "maybe"), true), 422, "field-invalid");
        String other = ids.nextAnywhere(IdKind.PAYMENT).toString();
        assertAnswer(call(base, "/" + other, "", true), 404, "not-found");
        String part = "{\"amount\":{\"amount\":5,\"currency\":\"%s\"}}";
        assertAnswer(
                call(base, "/" + payment + "/capture", part.formatted("EUR"), true),
                409,
                "order-state");
        assertAnswer(
                call(base, "/" + payment + "/capture", part.formatted("USD"), true),
                422,
                "money-invalid");
        assertThat(call(base, "/" + payment + "/cancel", "{}", true).body())
                .contains("\"state\":\"voided\"");
    }

    private void accountsNameEndpoints(URI base) throws Exception {
        String account = ids.nextAnywhere(IdKind.ACCOUNT).toString();
        String other = ids.nextAnywhere(IdKind.ACCOUNT).toString();
        String named = "{\"url\":\"%s\",\"types\":[\"invoice.created\"]}";

        assertAnswer(endpoints(base, "POST", "", named, "", false), 403, "origin-refused");
        assertAnswer(endpoints(base, "POST", "", "{}", account, true), 400, "request-malformed");
        assertAnswer(
                endpoints(base, "POST", "", named.formatted("http://9.9.9.9/"), account, true),
                422,
                "field-invalid");
        assertAnswer(
                endpoints(base, "POST", "", named.formatted("https://127.0.0.1/"), account, true),
                422,
                "address-refused");
        HttpResponse<String> made =
                endpoints(base, "POST", "", named.formatted("https://9.9.9.9/"), account, true);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"secret\":\"whsec_", "\"state\":\"enabled\"");
        String one = made.body().replaceAll("(?s).*\"id\":\"(endp_\\w+)\".*", "/$1");
        assertThat(endpoints(base, "GET", "", "", account, true).body())
                .contains(one.substring(1))
                .doesNotContain("whsec_");
        assertThat(endpoints(base, "GET", "", "", other, true).body()).doesNotContain("endp_");
        assertAnswer(endpoints(base, "POST", one + "/rotate", "", other, true), 404, "not-found");
        assertAnswer(
                endpoints(base, "POST", "/endp_1/rotate", "", account, true), 400, "id-malformed");
        assertThat(endpoints(base, "POST", one + "/rotate", "", account, true).body())
                .contains("whsec_", "oldSecretUntil");
        assertThat(endpoints(base, "POST", one + "/disable", "", account, true).body())
                .contains("\"reason\":\"owner\"");
        assertThat(endpoints(base, "GET", one + "/deliveries", "", account, true).body())
                .isEqualTo("{\"deliveries\":[]}");
        assertThat(endpoints(base, "DELETE", one, "", account, true).statusCode()).isEqualTo(204);
        assertAnswer(endpoints(base, "DELETE", one, "", account, true), 404, "not-found");
    }

    private HttpResponse<String> endpoints(
            URI base, String method, String path, String body, String account, boolean ticket)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/api/v1/webhook-endpoints" + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (ticket) {
            ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
            request.header("Authorization", tickets.header("checkout"))
                    .header("Plat-Acting-For", account);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> hook(URI base, String body, @Nullable String signature)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/webhooks/stripe"))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(URI base, String path, String body, boolean ticket)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/internal/v1/payments" + path))
                        .header("Content-Type", "application/json");
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (ticket) {
            ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
            request.header("Authorization", tickets.header("checkout"));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("\"" + code + "\"");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private static String signature(String secret, long at, String body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] tag = mac.doFinal((at + "." + body).getBytes(StandardCharsets.UTF_8));
        return "t=" + at + ",v1=" + HexFormat.of().formatHex(tag);
    }

    private static String ask(PaymentsTier tier, String sql) throws SQLException {
        try (Connection connection = tier.owner();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private ApplicationContext start(String... more) throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.writeString(
                secrets,
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                webhooks.root=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                """
                        .formatted(SECRET));
        Path key = folder.resolve("secret.key");
        Files.writeString(key, "sk_test_1\n");
        Path hooks = folder.resolve("hooks");
        Files.writeString(hooks, "whsec_new\nwhsec_old\n");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(settings(secrets, key, hooks));
        return Chassis.run(PaymentsApplication.class, arguments.toArray(String[]::new));
    }

    private List<String> settings(Path secrets, Path key, Path hooks) {
        return List.of(
                "-plat.zookeeper=127.0.0.1:1",
                "-plat.data=" + folder.resolve("data"),
                "-plat.secrets=" + secrets,
                "-plat.instance=payments-1",
                "-plat.redis=redis://127.0.0.1:1",
                "-plat.app-origin=http://app.test",
                "-plat.sites-domain=sites.test",
                "-plat.stripe.base=https://127.0.0.1:1",
                "-plat.stripe.key=" + key,
                "-plat.stripe.hooks=" + hooks,
                "-micronaut.server.port=-1");
    }

    /** A registry that knows the tier. */
    @Factory
    static final class Registry {

        @Singleton
        @Replaces(Topology.class)
        Topology topology() {
            return TOPOLOGY.get();
        }
    }
}
