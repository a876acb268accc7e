package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages on which owners change and end their plan, where it does not stand as usual. */
@Servers(postgres = 2, tier = "owners", zookeeper = 1)
class OwnersPagesIT {

    /** Its bank wants to hear the owner each time, so it pays nothing without them. */
    private static final String ASKS = "4000002760003184";

    @TempDir private static Path folder;
    private static OpenShop shop;
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
    }

    @AfterAll
    static void end() {
        BROWSER.close();
        shop.close();
    }

    private static HttpRequest.Builder page(Person person, String path) {
        return HttpRequest.newBuilder(shop.sale().checkout().resolve(path))
                .header(
                        "Cookie",
                        Tickets.cookie(DomainsProcess.SECRET, person.session(), person.account()));
    }

    private static HttpResponse<String> got(Person person, String path)
            throws IOException, InterruptedException {
        return BROWSER.send(page(person, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String subscription(Person person) {
        Waits.until(
                OpenShop.PATIENCE,
                "the plan runs",
                () -> shop.mine(person, "subscriptions").body().get("subscriptions").size() == 1);
        return shop.mine(person, "subscriptions")
                .body()
                .at("/subscriptions/0/subscription")
                .asText();
    }

    private static String body(String items, long cents) {
        return """
        {"key": "%s", "items": [{"price": "pro-month-eur-1"}%s], "total": {"amount": %d, "currency": "EUR"}}
        """
                .formatted(UUID.randomUUID(), items, cents);
    }

    /** The money is held until the registry has decided, and the plan runs meanwhile. */
    @Test
    void whatIsOnlyHeldCannotBeChangedYetAndThatIsSaid() throws Exception {
        Person person = shop.person();
        String name = OpenShop.fresh();
        shop.registry().play("domain:create", name, "pending-ok", 0);
        String item =
                ", {\"price\": \"%s\", \"name\": \"%s\"}".formatted(SaleProcesses.PRICE, name);
        Answer order = shop.placed(person, body(item, 1_900 + SaleProcesses.CENTS));
        shop.buyer().pay(order.text("page"), OpenShop.GOOD);
        String change = "/billing/" + subscription(person) + "/change";

        HttpResponse<String> refused = got(person, change);

        assertThat(refused.statusCode()).as("%s", refused.body()).isEqualTo(303);
        String to = refused.headers().firstValue("Location").orElseThrow();
        assertThat(to).isEqualTo("/billing?unchanged=true");
        assertThat(got(person, to).body())
                .contains("Your plan cannot be changed while a payment for it is not settled.");
        assertThat(got(person, "/billing").body()).doesNotContain("cannot be changed");
    }

    @Test
    void whoEndsWhatTheyOweIsToldSoOnTheButtonAndOwesNothing() throws Exception {
        Person person = shop.person();
        Answer order = shop.placed(person, body("", 1_900));
        HttpResponse<String> asked = shop.buyer().pay(order.text("page"), ASKS);
        shop.buyer().answer(asked, true);
        shop.becomes(person, order.text("order"), "fulfilled");
        String subscription = subscription(person);
        assertThat(got(person, "/billing").body()).contains("End it with what is paid");
        assertThat(got(person, "/billing/" + subscription + "/change").body())
                .contains("Change to Big by the month and pay");
        UUID id = Id.parse(IdKind.SUBSCRIPTION, subscription).uuid();
        shop.change(
                "payments",
                """
                UPDATE coverage SET days = daterange(lower(days) - 40, (lower(days) - 40 + interval '1 month')::date)
                 WHERE subscription_id = '%s'\
                """
                        .formatted(id),
                "UPDATE subscription SET anchor = anchor - 40, due = now() WHERE subscription_id = '%s'"
                        .formatted(id));
        Waits.until(
                OpenShop.PATIENCE,
                "the renewal was declined",
                () -> got(person, "/billing").body().contains("You owe"));
        assertThat(got(person, "/billing").body()).contains("End it now and owe nothing");

        HttpResponse<String> ended =
                BROWSER.send(
                        page(person, "/billing/" + subscription + "/cancel")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Origin", "http://plat-checkout.localhost")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "token="
                                                        + Tickets.csrf(
                                                                DomainsProcess.SECRET,
                                                                person.session())))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(ended.statusCode()).as("%s", ended.body()).isEqualTo(303);
        String after = got(person, "/billing").body();
        assertThat(after).contains("It has ended.", "not owed any more").doesNotContain("You owe");
        assertThat(shop.mine(person, "subscriptions").body().at("/subscriptions/0/state").asText())
                .isEqualTo("cancelled");
        assertThat(shop.mine(person, "entitlements").text("plan")).isEqualTo("free");
    }
}
