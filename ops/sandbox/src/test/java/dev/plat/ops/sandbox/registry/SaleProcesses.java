package dev.plat.ops.sandbox.registry;

import com.stripe.exception.StripeException;
import dev.plat.chassis.Chassis;
import dev.plat.checkout.CheckoutApplication;
import dev.plat.ops.sandbox.card.CardProcess;
import dev.plat.payments.PaymentsApplication;
import dev.plat.router.testkit.Ports;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The payments and the checkout service with all their settings, within this process. */
final class SaleProcesses implements AutoCloseable {

    static final String PRICE = "domain-test-year-eur-1";
    static final long CENTS = 1_200;

    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}},
                       {"id": "big", "name": "Big", "limits": {"sites": 100}},
                       {"id": "domain-test", "name": "A name that ends in .test", "limits": {}},
                       {"id": "domain-example", "name": "A name that ends in .example", "limits": {}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "big-month-eur-1", "plan": "big", "interval": "month",
                         "price": {"amount": 4900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "domain-test-year-eur-1", "plan": "domain-test", "interval": "year",
                         "price": {"amount": 1200, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "domain-example-year-eur-1", "plan": "domain-example", "interval": "year",
                         "price": {"amount": 900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": [{"jurisdiction": "DE", "percent": "19", "from": "2026-01-01"}]}
            """;

    private final Path folder;
    private final String zooKeeper;
    private final Path secrets;
    private final HeldHooks hooks;
    private final String hookSecret;
    private final ApplicationContext payments;
    private final ApplicationContext checkout;

    SaleProcesses(Path folder, String zooKeeper, Path secrets, CardProcess card)
            throws IOException, StripeException {
        this.folder = Files.createDirectories(folder);
        this.zooKeeper = zooKeeper;
        this.secrets = secrets;
        int port = Ports.free();
        Path key = Files.writeString(folder.resolve("stripe.key"), card.secretKey());
        hooks = new HeldHooks(URI.create("http://127.0.0.1:" + port + "/webhooks/stripe"));
        hookSecret = card.hook(hooks.url().toString());
        Path secret = Files.writeString(folder.resolve("stripe.hooks"), hookSecret);
        Path catalogue = Files.writeString(folder.resolve("catalogue.json"), CATALOGUE);
        payments =
                Chassis.run(
                        PaymentsApplication.class,
                        arguments(
                                "payments",
                                "-micronaut.server.port=" + port,
                                "-plat.stripe.base=" + card.origin(),
                                "-plat.stripe.key=" + key,
                                "-plat.stripe.hooks=" + secret,
                                "-plat.stripe.ca=" + card.authority(),
                                "-plat.catalogue.file=" + catalogue));
        checkout =
                Chassis.run(
                        CheckoutApplication.class,
                        arguments(
                                "checkout",
                                "-micronaut.server.port=-1",
                                "-plat.checkout.tls-in-front=true",
                                "-plat.checkout.origin=http://plat-checkout.localhost"));
    }

    private String[] arguments(String service, String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-plat.zookeeper=" + zooKeeper);
        arguments.add("-plat.data=" + folder.resolve(service));
        arguments.add("-plat.secrets=" + secrets);
        arguments.add("-plat.instance=" + service + "-1");
        arguments.add("-plat.redis=redis://127.0.0.1:1");
        arguments.add("-plat.app-origin=" + DomainsProcess.ORIGIN);
        arguments.add("-plat.sites-domain=" + DomainsProcess.SITES);
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    URI payments() {
        return payments.getBean(EmbeddedServer.class).getURI();
    }

    URI checkout() {
        return checkout.getBean(EmbeddedServer.class).getURI();
    }

    /** That signs the provider's messages. */
    String secret() {
        return hookSecret;
    }

    /** Through which the provider's messages come. */
    HeldHooks hooks() {
        return hooks;
    }

    @Override
    public void close() {
        checkout.close();
        hooks.close();
        payments.close();
    }
}
