package dev.plat.payments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.ledger.PaymentsTier;
import dev.plat.payments.money.Money;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was served is kept, and a file that says something else of it is refused. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class ServedCataloguesIT {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String FIRST =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": []}
            """;
    private static final String SECOND =
            FIRST.replace("\"version\": 1", "\"version\": 2")
                    .replace(
                            "\"from\": \"2026-01-01\"}",
                            """
                            "from": "2026-01-01", "until": "2027-02-01"},
                            {"id": "pro-month-eur-2", "plan": "pro", "interval": "month",
                             "price": {"amount": 2199, "currency": "EUR"}, "taxIncluded": true,
                             "from": "2027-02-01"}\
                            """);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final PostgresRouter router;
    private final CatalogueReader reader = new CatalogueReader(JsonMapper.createDefault());
    private final ServedCatalogues served;

    ServedCataloguesIT(PostgresServers servers) {
        router = new PaymentsTier(servers.first()).router();
        Name name = new Name(NameKind.CATALOGUE, "catalogue-" + NAMES.incrementAndGet());
        served = new ServedCatalogues(router, reader, name, () -> NOW);
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private void refused(String json, String... named) {
        assertThatThrownBy(() -> served.serve(bytes(json), Duration.ofMinutes(1)))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("config-invalid")
                .hasMessageContaining("raise the version by one")
                .hasMessageContainingAll(named);
    }

    @Test
    void theSameIsServedAgainAndTheNextAfterIt() {
        assertThat(served.serve(bytes(FIRST)).version()).isEqualTo(1);
        assertThat(served.serve(bytes(FIRST)).prices()).hasSize(1);

        assertThat(served.serve(bytes(SECOND)).prices()).hasSize(2);

        assertThat(served.serve(bytes(SECOND)).version()).isEqualTo(2);
        refused(FIRST, "version 1", "version 2, which was served");
    }

    @Test
    void whatWasSoldIsNotEditedOrLeftOut() {
        served.serve(bytes(FIRST));
        String dearer = FIRST.replace("1999", "2999");
        String without = SECOND.replace("pro-month-eur-1", "pro-month-eur-0");

        refused(dearer, "version 1 of sha256", "comes as version 2");
        refused(dearer.replace("\"version\": 1", "\"version\": 2"), "pro-month-eur-1");
        refused(without, "pro-month-eur-1", "all prices that ever were");
        refused(SECOND.replace("\"version\": 2", "\"version\": 3"), "version 2");
        assertThat(served.serve(bytes(FIRST)).version()).isEqualTo(1);
    }

    /** Else who never paid would be on a plan that nobody limits. */
    @Test
    void aCatalogueSaysWhatWhoNeverPaidMayDo() {
        for (String unlimited :
                List.of(
                        FIRST.replace("\"free\"", "\"gratis\""),
                        FIRST.replace("{\"sites\": 1}", "{\"site\": 1}"))) {
            assertThatThrownBy(() -> served.serve(bytes(unlimited)))
                    .hasMessageContaining("config-invalid")
                    .hasMessageContaining("a plan free with a limit of sites");
        }
        assertThat(served.serve(bytes(FIRST)).version()).isEqualTo(1);
    }

    /** Of a cluster that sold before anything was kept. */
    @Test
    void whatASubscriptionIsBilledByIsNotLeftOut() {
        IdGenerator ids = new IdGenerator(() -> NOW, new SecureRandom());
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        new Subscriptions(
                        router,
                        reader.read(bytes(FIRST)),
                        (_, _, _, _) -> {},
                        (_, _) -> {},
                        ids,
                        () -> NOW)
                .start(
                        new Subscriptions.Order(
                                ids.next(IdKind.ORDER, account),
                                1,
                                account,
                                "pro-month-eur-1",
                                Money.of(1999, "EUR"),
                                ids.next(IdKind.PAYMENT, account)));

        refused(FIRST.replace("pro-month-eur-1", "pro-month-eur-9"), "pro-month-eur-1");
        assertThat(served.serve(bytes(FIRST)).version()).isEqualTo(1);
    }

    /** Two processes start with two files; one of them is told. */
    @Test
    void ofTwoFilesThatComeAtOnceOneIsServed() throws Exception {
        String other = FIRST.replace("1999", "2999");
        List<Callable<Catalogue>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] file = bytes(i % 2 == 0 ? FIRST : other);
            starts.add(() -> served.serve(file));
        }

        List<String> served = new ArrayList<>();
        int refused = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var start : threads.invokeAll(starts)) {
                try {
                    served.add(start.get().sha256());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).hasMessageContaining("config-invalid");
                    refused++;
                }
            }
        }

        assertThat(refused).isEqualTo(4);
        assertThat(served).hasSize(4).containsOnly(served.getFirst());
    }
}
