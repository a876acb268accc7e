package dev.plat.domains.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.chassis.seal.KeySealer;
import dev.plat.chassis.seal.PublicKeyFile;
import dev.plat.domains.certificate.CaFailure;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.domains.certificate.DueOrder;
import dev.plat.domains.certificate.FailureClass;
import dev.plat.domains.certificate.OrderPace;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.OrderTier;
import dev.plat.domains.certificate.OrderWorker;
import dev.plat.domains.certificate.SigningRequests;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.certificate.localca.CaFolder;
import dev.plat.domains.certificate.localca.LocalCa;
import dev.plat.domains.certificate.localca.LocalIssuer;
import dev.plat.domains.schedule.Explained;
import dev.plat.domains.schedule.Reason;
import dev.plat.domains.schedule.Setup;
import dev.plat.domains.schedule.budget.Allowance;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, budgets and circuit as rows, with the decisions of production. */
@Servers(postgres = 2, tier = "domains")
class RenewalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Two a day for the same names, and no more than a handful below one domain. */
    private static final CaRules STRICT =
            new CaRules(
                    Map.of(
                            Budget.SAME_SET, new Allowance(3, Duration.ofHours(12)),
                            Budget.DOMAIN, new Allowance(6, Duration.ofHours(4))),
                    Map.of());

    private final PostgresServers servers;
    private final Bell bell = new Bell();
    private final Random random = new Random(7);
    private final String name = "n" + Long.toString(System.nanoTime(), 36) + ".shops.test";
    private Router router;
    private Certificates certificates;
    private Plans plans;
    private SpeakingCa ca;
    private KeySealer sealer;

    RenewalIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start(@TempDir Path folder) {
        router = OrderTier.open(servers);
        CaFolder.make(folder.resolve("ca"));
        ca =
                new SpeakingCa(
                        new LocalIssuer(
                                LocalCa.open(folder.resolve("ca")), InstantSource.system()));
        sealer = new KeySealer(PublicKeyFile.read(KeyFiles.make(folder).publicKey()));
        certificates = new Certificates(router, ids(), (_, _, _) -> {});
        plans = new Plans(certificates, bell);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void aHeldNameGetsOneOrderWhoeverDecides() throws Exception {
        want();
        Planner planner = planner(CaRules.unlimited());
        Callable<Boolean> decide =
                () -> {
                    planner.decide(name, ca.open());
                    return true;
                };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(8, decide))) {
                each.get();
            }
        }
        assertThat(certificates.orders(name, 10)).hasSize(1);
        assertThat(plan().reason()).isEqualTo(PlanRow.ORDERING);

        serve(CaRules.unlimited());
        planner.decide(name, ca.open());

        assertThat(certificates.ofName(name, 10)).hasSize(1);
        assertThat(plan().reason()).isEqualTo(Reason.RULE_AHEAD.text());
        assertThat(plan().due()).isAfter(Instant.now().plus(Duration.ofDays(15)));
    }

    @Test
    void afterTwoThirdsOfItsLifeTheNextIsOrderedBesideTheOneThatServes() {
        Planner planner = deployed(CaRules.unlimited());
        aged(Duration.ofDays(22));

        planner.decide(name, ca.open());
        assertThat(state(0)).isEqualTo(StoredCertificate.State.DEPLOYED);
        serve(CaRules.unlimited());

        assertThat(certificates.ofName(name, 10))
                .extracting(StoredCertificate::state)
                .containsExactly(StoredCertificate.State.ISSUED, StoredCertificate.State.DEPLOYED);
        certificates.deployed(certificates.ofName(name, 1).getFirst().id());
        assertThat(certificates.ofName(name, 10))
                .extracting(StoredCertificate::state)
                .containsExactly(
                        StoredCertificate.State.DEPLOYED, StoredCertificate.State.SUPERSEDED);
        assertThat(certificates.ofName(name, 10).getLast().key().bytes()).isEmpty();
    }

    @Test
    void whatTheCaWishesIsAskedForAndStoredWithOneMoment() {
        Instant start = Instant.now().plus(Duration.ofDays(2));
        ca.says(start, start.plus(Duration.ofDays(1)));
        Planner planner = deployed(CaRules.unlimited());

        planner.decide(name, ca.open());
        planner.decide(name, ca.open());
        Instant moment = Objects.requireNonNull(plan().info()).moment();
        assertThat(moment).isBetween(start, start.plus(Duration.ofDays(1)));
        assertThat(plan().reason()).isEqualTo(Reason.MOMENT_AHEAD.text());

        // Mass revocation: the window is over, and the next is ordered at once.
        ca.says(Instant.now().minusSeconds(7_200), Instant.now().minusSeconds(3_600));
        set("UPDATE certificate_plan SET ask_again = now(), due = now() WHERE name = ?");
        planner.decide(name, ca.open());
        planner.decide(name, ca.open());
        assertThat(certificates.orders(name, 1).getFirst().replaces()).isNotNull();
        assertThat(plan().reason()).isEqualTo(PlanRow.ORDERING);
    }

    @Test
    void tokensAreTakenBeforeTheCallAndNeverMoreThanThereAre() throws Exception {
        Budgets budgets = budgets(STRICT);
        Callable<Boolean> take = () -> budgets.take(name, CaRules.Kind.NEW).isEmpty();
        int taken = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(12, take))) {
                taken += each.get() ? 1 : 0;
            }
        }
        assertThat(taken).isBetween(1, STRICT.own(Budget.DOMAIN).capacity());
    }

    /** Or a name whose records were wrong for weeks would wait for days when they are right. */
    @Test
    void onlyCertificatesCountForTheLimitOfTheSameNames() {
        CaRules rules =
                new CaRules(
                        Map.of(Budget.SAME_SET, new Allowance(3, Duration.ofHours(12))), Map.of());
        Budgets budgets = budgets(rules);
        for (int i = 0; i < 10; i++) {
            assertThat(budgets.take(name, CaRules.Kind.NEW)).as("order " + i).isEmpty();
        }

        int asked = 0;
        for (; budgets.take(name, CaRules.Kind.NEW).isEmpty() && asked < 10; asked++) {
            requested(budgets);
        }
        assertThat(asked).isEqualTo(rules.own(Budget.SAME_SET).capacity());
        requested(budgets);
        assertThat(budgets.take(name, CaRules.Kind.NEW).orElseThrow())
                .isLessThanOrEqualTo(Duration.ofHours(12));
    }

    @Test
    void anEmptyBudgetIsWaitedForAndSaidWithItsTime() {
        deployed(STRICT);
        Budgets budgets = budgets(STRICT);
        while (budgets.take(name, CaRules.Kind.NEW).isEmpty()) {
            requested(budgets);
        }
        aged(Duration.ofDays(22));
        Planner planner = planner(STRICT);
        planner.decide(name, ca.open());

        assertThat(plan().reason()).isEqualTo(Reason.BUDGET_EMPTY.text());
        Renewals renewals = new Renewals(router, certificates, profile(STRICT), planner, bell);
        Explained why = renewals.preview(name);
        assertThat(why.sentence()).contains("used up", "same-set");
        PlatException refused =
                catchThrowableOfType(PlatException.class, () -> renewals.renew(name));
        assertThat(refused.code()).isEqualTo(ErrorCode.CA_BUDGET);
        assertThat((Long) refused.facts().get("retryAfterSeconds"))
                .isBetween(60L, Duration.ofHours(12).toSeconds());
        OrderRow order = order();
        CaFailure gate =
                catchThrowableOfType(
                        CaFailure.class,
                        () -> new Gate(router, profile(STRICT), planner, budgets).pass(order));
        assertThat(gate.failure()).isEqualTo(FailureClass.RATE);
        assertThat(gate.waiting()).isPresent();
    }

    @Test
    void aCaThatFailsFiveTimesIsProbedOnceAMinute() {
        Circuits circuits = new Circuits(router, "ca-" + name);
        for (int i = 0; i < 5; i++) {
            assertThat(circuits.mayTry()).isTrue();
            circuits.failed();
        }
        assertThat(circuits.mayTry()).isFalse();

        set("UPDATE ca_circuit SET probe_at = now() WHERE issuer = 'ca-' || ?");
        assertThat(circuits.mayTry()).as("the one probe").isTrue();
        assertThat(circuits.mayTry()).isFalse();
        circuits.answered();
        assertThat(circuits.mayTry()).isTrue();
    }

    /** Its records look right to us and not to the CA, which would otherwise be asked for ever. */
    @Test
    void whatIsParkedIsTriedOnceADayByItself() {
        want();
        Planner planner = planner(CaRules.unlimited());
        set(
                """
                UPDATE certificate_plan
                   SET state = 'parked', failure = 'dns', sentence = 'no', validation_failures = 20,
                       not_before = now() + interval '1 day'
                 WHERE name = ?
                """);

        planner.decide(name, ca.open());
        assertThat(plan().reason()).isEqualTo(Reason.FAILED_TOO_OFTEN.text());
        assertThat(plan().due()).isEqualTo(plan().tries().notBefore());
        assertThat(certificates.orders(name, 1)).isEmpty();

        set("UPDATE certificate_plan SET not_before = now(), due = now() WHERE name = ?");
        planner.decide(name, ca.open());
        assertThat(order().name()).isEqualTo(name);
    }

    @Test
    void aNameThatIsLetGoLosesItsOrderAndItsKeys() {
        Planner planner = deployed(CaRules.unlimited());
        aged(Duration.ofDays(22));
        planner.decide(name, ca.open());
        router.write(
                key(),
                tx -> {
                    plans.drop(tx, name);
                    return true;
                });

        serve(CaRules.unlimited());
        Optional<PlanRow> left = router.read(key(), tx -> new PlanSql().find(tx, name));
        assertThat(left).isEmpty();
        assertThat(certificates.ofName(name, 10)).hasSize(1);
        assertThat(certificates.ofName(name, 10))
                .allSatisfy(each -> assertThat(each.key().bytes()).isEmpty());
        assertThat(order().failure()).isEqualTo("released");
    }

    private Planner deployed(CaRules rules) {
        want();
        Planner planner = planner(rules);
        planner.decide(name, ca.open());
        serve(rules);
        certificates.deployed(certificates.ofName(name, 1).getFirst().id());
        set("UPDATE certificate_plan SET due = now() WHERE name = ?");
        return planner;
    }

    private void want() {
        router.write(
                key(),
                tx -> {
                    plans.want(tx, name);
                    return true;
                });
    }

    /** Works on every order of the name that is due. */
    private void serve(CaRules rules) {
        Budgets budgets = budgets(rules);
        PlannedEvents events =
                new PlannedEvents((_, _, _) -> {}, budgets, certificates::current, bell, random);
        try (OrderWorker worker =
                new OrderWorker(
                        router,
                        List.of(ca),
                        new Unasked(),
                        sealer,
                        new SigningRequests(new SecureRandom()),
                        ids(),
                        random,
                        events,
                        new Gate(router, profile(rules), planner(rules), budgets),
                        InstantSource.system(),
                        ControlPoints.NONE,
                        OrderPace.USUAL)) {
            for (DueOrder due : certificates.due(1000, Deadline.in(PATIENCE))) {
                if (certificates.order(due.order()).orElseThrow().name().equals(name)) {
                    worker.run(due.order());
                }
            }
        }
    }

    private Planner planner(CaRules rules) {
        return new Planner(
                router,
                certificates,
                profile(rules),
                (_, _, _, _) -> Setup.GREEN,
                budgets(rules),
                random);
    }

    private CaProfile profile(CaRules rules) {
        return new CaProfile(ca, ChallengeKind.HTTP_01, rules);
    }

    /** Each test below a registered domain of its own. */
    private Budgets budgets(CaRules rules) {
        return new Budgets(router, ca.name(), rules, of -> "domain-of-" + name);
    }

    private void requested(Budgets budgets) {
        router.write(
                key(),
                tx -> {
                    budgets.requested(tx, name);
                    return name;
                });
    }

    private IdGenerator ids() {
        return new IdGenerator(InstantSource.system(), random);
    }

    private PlanRow plan() {
        return router.read(key(), tx -> new PlanSql().find(tx, name)).orElseThrow();
    }

    private OrderRow order() {
        return certificates.orders(name, 1).getFirst();
    }

    private StoredCertificate.State state(int index) {
        return certificates.ofName(name, 10).get(index).state();
    }

    private Name key() {
        return new Name(NameKind.HOST, name);
    }

    private void aged(Duration by) {
        String days = by.toDays() + " days";
        set(
                "UPDATE certificate SET not_before = not_before - interval '%1$s',".formatted(days)
                        + " not_after = not_after - interval '%1$s' WHERE name = ?"
                                .formatted(days));
        set("UPDATE certificate_plan SET due = now() WHERE name = ?");
    }

    private void set(String sql) {
        for (PostgresServer server : servers.all()) {
            try (Connection connection = server.connectAsSuperuser();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, name);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The CA asks for nothing. */
    private static final class Unasked implements ChallengePublisher {

        @Override
        public void publish(List<Challenge> challenges, Deadline deadline) {}

        @Override
        public boolean visible(Challenge challenge, Deadline deadline) {
            return true;
        }

        @Override
        public void withdraw(List<Challenge> challenges, Deadline deadline) {}
    }
}
