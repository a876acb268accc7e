package dev.plat.ops.chaos.purchase;

import dev.plat.ops.chaos.rig.CuttableLine;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The processes that sell: checkout, payments and the card provider, each under a supervisor. */
final class Sale implements AutoCloseable {

    static final String SECRET = "ab".repeat(32);
    static final String ORIGIN = "http://app.test";
    static final String NAME_PRICE = "domain-test-year-eur-1";
    static final long NAME_CENTS = 1_200;
    static final String PLAN_PRICE = "pro-month-eur-1";
    static final long PLAN_CENTS = 900;

    private static final Duration START = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;
    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 3}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 25}},
                       {"id": "domain-test", "name": "A name that ends in .test", "limits": {}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "domain-test-year-eur-1", "plan": "domain-test", "interval": "year",
                         "price": {"amount": 1200, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": []}
            """;

    private final SaleRig rig;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService supervisor =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final int checkoutPort = Ports.free();
    private final int paymentsPort = Ports.free();
    private final CuttableLine toCheckout;
    private final CuttableLine toPayments;
    final ServiceProcess provider;
    final ServiceProcess payments;
    final ServiceProcess checkout;
    final CardLine card;
    final OperatorLine operators;
    final Operator operator;

    /** Returns when all of them answer. */
    Sale(SaleRig rig) throws IOException, InterruptedException {
        this.rig = rig;
        Path folder = rig.folder();
        Path secrets =
                Files.writeString(
                        folder.resolve("secrets"),
                        """
                        service.secret=%1$s
                        ticket.secret=%1$s
                        resource.root=%1$s
                        pepper=%1$s
                        domains.label=%1$s
                        postgres.app.password=app-pw
                        postgres.scan.password=scan-pw
                        """
                                .formatted(SECRET));
        Path cardData = Files.createDirectories(folder.resolve("card"));
        provider =
                new ServiceProcess(
                        "the card provider",
                        cardData,
                        "ops/sandbox",
                        List.of(
                                "-Dplat.data=" + cardData,
                                "-Dplat.card.database=" + rig.cardDatabase(),
                                "-Dplat.card.port=" + Ports.free(),
                                "-Dplat.card.control-port=" + Ports.free(),
                                "dev.plat.ops.sandbox.card.CardMain"),
                        () -> Files.exists(cardData.resolve("ports")));
        Waits.until(START, "the card provider is up, see " + provider.log(), provider::up);
        card = new CardLine(cardData);
        toCheckout = CuttableLine.recorded(checkoutPort, captured("checkout"));
        toPayments = CuttableLine.recorded(paymentsPort, captured("payments"));
        operators = new OperatorLine(URI.create("http://" + toPayments.address()), rig::now);
        operator = new Operator(operators, rig::now);
        String hook = card.hook("http://" + toPayments.address() + "/webhooks/stripe");
        payments =
                service(
                        "payments",
                        paymentsPort,
                        secrets,
                        "dev.plat.payments.PaymentsApplication",
                        List.of(
                                "-plat.stripe.base=https://localhost:"
                                        + portOf(cardData.resolve("ports")),
                                "-plat.stripe.key=" + cardData.resolve("secret.key"),
                                "-plat.stripe.hooks="
                                        + Files.writeString(folder.resolve("hooks"), hook),
                                "-plat.stripe.ca=" + cardData.resolve("tls/ca.pem"),
                                "-plat.stripe.answer=2s",
                                "-plat.catalogue.file="
                                        + Files.writeString(
                                                folder.resolve("catalogue.json"), CATALOGUE)));
        checkout =
                service(
                        "checkout",
                        checkoutPort,
                        secrets,
                        "dev.plat.checkout.CheckoutApplication",
                        List.of(
                                "-plat.checkout.tls-in-front=true",
                                "-plat.checkout.origin=http://plat-checkout.localhost"));
        for (ServiceProcess process : all()) {
            Waits.until(START, process.name() + " is up, see " + process.log(), process::up);
            process.warm();
        }
        for (ServiceProcess process : all()) {
            Waits.until(START, process.name() + " is up again", process::up);
        }
        var _ =
                supervisor.scheduleWithFixedDelay(
                        () -> all().forEach(ServiceProcess::revive),
                        LOOK_MILLIS,
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private static String portOf(Path ports) throws IOException {
        return Files.readAllLines(ports).stream()
                .filter(line -> line.startsWith("https="))
                .map(line -> line.substring("https=".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private ServiceProcess service(
            String name, int port, Path secrets, String main, List<String> more)
            throws IOException {
        Path folder = Files.createDirectories(rig.folder().resolve(name));
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dplat.control.file=" + folder.resolve("control"));
        arguments.add(main);
        arguments.add("-micronaut.server.port=" + port);
        arguments.add("-plat.zookeeper=" + rig.zooKeeper());
        arguments.add("-plat.data=" + folder.resolve("data"));
        arguments.add("-plat.secrets=" + secrets);
        arguments.add("-plat.instance=" + name + "-1");
        arguments.add("-plat.redis=" + rig.redis());
        arguments.add("-plat.app-origin=" + ORIGIN);
        arguments.add("-plat.sites-domain=sites.test");
        arguments.add("-plat.clock.file=" + rig.clock());
        arguments.addAll(more);
        return new ServiceProcess(name, folder, "services/" + name, arguments, () -> healthy(port));
    }

    private boolean healthy(int port) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<ServiceProcess> all() {
        return List.of(provider, payments, checkout);
    }

    URI checkout() {
        return URI.create("http://" + toCheckout.address());
    }

    /** What buyers and the provider have said to Plat over HTTP, and Plat to them. */
    Path captures() {
        return rig.folder().resolve("captures");
    }

    private Path captured(String from) throws IOException {
        return Files.createDirectories(captures().resolve(from));
    }

    /** Until none is gone, nothing is armed, and no script waits. */
    void calm() {
        for (ServiceProcess process : all()) {
            process.control("");
        }
        Waits.until(
                START,
                "all processes are up",
                () -> {
                    if (!all().stream().allMatch(ServiceProcess::up)) {
                        return false;
                    }
                    try {
                        card.control("DELETE", "/scripts", "");
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /** Everybody's clock. */
    void turn(Duration by) throws IOException, InterruptedException {
        rig.turn(by);
        Duration there = Duration.parse(card.control("GET", "/clock", "").path("ahead").asText());
        Duration lacks = rig.ahead().minus(there);
        if (lacks.isPositive()) {
            card.control("POST", "/clock", "{\"advance\": \"" + lacks + "\"}");
        }
    }

    @Override
    public void close() {
        supervisor.shutdownNow();
        checkout.close();
        payments.close();
        provider.close();
        card.close();
        operators.close();
        toCheckout.close();
        toPayments.close();
        http.shutdownNow();
    }
}
