package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import dev.plat.ops.sandbox.card.Buyer;
import dev.plat.ops.sandbox.card.CardProcess;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that a purchase needs, from the checkout to the card provider and the registry. */
final class OpenShop implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final String GOOD = "4242424242424242";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final PostgresServer shard;
    private final RegistryProcess registry;
    private final CardProcess card;
    private final Neighbours neighbours;
    private final DomainsProcess domains;
    private final SaleProcesses sale;
    private final Buyer buyer;

    /**
     * @param postgres two: of Plat, and of the card provider
     */
    OpenShop(Path folder, PostgresServers postgres, ZooKeeperServer zooKeeper)
            throws IOException, SQLException, StripeException {
        shard = postgres.first();
        String registryOfAll = zooKeeper.connectString();
        registry = new RegistryProcess(folder.resolve("registry"));
        card = new CardProcess(folder.resolve("card-provider"), postgres.all().get(1));
        DomainsShard.publish(shard, registryOfAll);
        DomainsShard.publish(Tier.PAYMENTS, shard, registryOfAll);
        DomainsShard.publish(Tier.CHECKOUT, shard, registryOfAll);
        neighbours = new Neighbours(registryOfAll, folder.resolve("neighbours"));
        domains =
                new DomainsProcess(folder.resolve("domains"), registryOfAll, registry, neighbours);
        sale = new SaleProcesses(folder.resolve("sale"), registryOfAll, domains.secrets(), card);
        buyer = card.buyer();
    }

    RegistryProcess registry() {
        return registry;
    }

    CardProcess card() {
        return card;
    }

    Buyer buyer() {
        return buyer;
    }

    SaleProcesses sale() {
        return sale;
    }

    DomainsProcess domains() {
        return domains;
    }

    /** Where Plat's tiers are. */
    PostgresServer shard() {
        return shard;
    }

    Person person() {
        return domains.person();
    }

    static String fresh() {
        return "bad-" + NAMES.incrementAndGet() + ".test";
    }

    /** Of a purchase that is right. */
    static String body(String name) {
        return """
        {"key": "%s", "items": [{"price": "%s", "name": "%s"}],
         "total": {"amount": %d, "currency": "EUR"}}
        """
                .formatted(UUID.randomUUID(), SaleProcesses.PRICE, name, SaleProcesses.CENTS);
    }

    Answer orders(Person person, String method, String path, String body) {
        return domains.elsewhere(sale.checkout(), person, method, "/api/v1/orders" + path, body);
    }

    /** What its owner asks payments for. */
    Answer mine(Person person, String path) {
        return domains.elsewhere(sale.payments(), person, "GET", "/api/v1/" + path, "");
    }

    /** As another service asks payments. */
    Answer payments(String path, String body) {
        return payments("POST", path, body);
    }

    Answer payments(String method, String path, String body) {
        return domains.serviceElsewhere(sale.payments(), method, "/internal/v1/" + path, body);
    }

    static void refused(Answer answer, int status, String code) {
        assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString()).doesNotContain(GOOD, "4242 4242 4242 4242");
    }

    /** A name is ordered, and waits for its payment. */
    Answer placed(Person person) {
        String site = "\"site\": \"%s\", \"name\"".formatted(person.site());
        return placed(person, body(fresh()).replace("\"name\"", site));
    }

    Answer placed(Person person, String body) {
        Answer placed = orders(person, "POST", "", body);
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        return becomes(person, placed.text("order"), "awaiting-payment");
    }

    Answer becomes(Person person, String order, String state) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = orders(person, "GET", "/" + order, "");
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return orders(person, "GET", "/" + order, "");
    }

    /** How many there are in a tier's table, which is {@code t} in the condition. */
    long rows(String tier, String table, String where) throws SQLException {
        try (Connection connection =
                        shard.connect(
                                shard.database() + "_" + tier,
                                shard.superuser(),
                                shard.superuserPassword());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM " + table + " t WHERE " + where)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** By hand in a tier's tables, as only an operator could. */
    void change(String tier, String... statements) throws SQLException {
        try (Connection connection =
                        shard.connect(
                                shard.database() + "_" + tier,
                                shard.superuser(),
                                shard.superuserPassword());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    @Override
    public void close() {
        sale.close();
        domains.close();
        neighbours.close();
        card.close();
        registry.close();
    }
}
