package dev.plat.domains.certificate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.domains.certificate.IssuerContract;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.OrderState;
import dev.plat.domains.certificate.OrderWorker;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders at a real CA that refuses every second nonce, {@code -Dplat.acme.names=200} for more. */
@Servers(postgres = 2, tier = "domains")
class AcmeIssuerIT extends IssuerContract {

    private static final int WORKERS = 4;
    private static final List<ChallengeKind> WAYS =
            List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01, ChallengeKind.DNS_01);

    private final AtomicInteger names = new AtomicInteger();
    private Answers answers;
    private Pebble pebble;

    AcmeIssuerIT(PostgresServers servers) {
        super(servers);
    }

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        answers = new Answers();
        pebble = Pebble.start(given.resolve("pebble"), answers.httpPort(), answers.tlsPort());
        answers.records(pebble);
    }

    @AfterAll
    void stop() {
        pebble.close();
        answers.close();
    }

    @Override
    protected CertificateIssuer issuer() {
        return pebble.issuer(pebble.directory(), AcmeSettings.TIMEOUT);
    }

    @Override
    protected ChallengePublisher publisher() {
        return answers;
    }

    @Override
    protected String newName() {
        return "shop-" + names.incrementAndGet() + ".example";
    }

    @Override
    protected ChallengeKind kind() {
        return ChallengeKind.HTTP_01;
    }

    @Override
    protected List<String> points() {
        return List.of(
                "order.claimed",
                "order.created",
                "challenge.stored",
                "challenge.confirmed",
                "challenge.triggered",
                "key.sealed",
                "order.finalised",
                "certificate.stored");
    }

    @Override
    protected Optional<Integer> signed() throws Exception {
        return Optional.of(pebble.issued().size());
    }

    @Test
    void everyNameGetsOneCertificateByEachOfTheThreeWays() throws Exception {
        int wanted = Integer.getInteger("plat.acme.names", 12);
        int before = pebble.issued().size();
        Queue<Id> orders = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < wanted; i++) {
            ChallengeKind kind = WAYS.get(i % WAYS.size());
            boolean wildcard = kind == ChallengeKind.DNS_01 && i % 2 == 0;
            orders.add(
                    certificates().want(newName(), wildcard, Pebble.NAME, kind, Optional.empty()));
        }
        List<Id> all = List.copyOf(orders);

        long start = System.nanoTime();
        List<Long> micros = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Long>> work = () -> drain(orders);
            for (Future<List<Long>> each : workers.invokeAll(Collections.nCopies(WORKERS, work))) {
                micros.addAll(each.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;

        for (Id order : all) {
            issued(order);
        }
        assertThat(pebble.issued().size() - before).isEqualTo(wanted);
        assertThat(pebble.issued()).doesNotHaveDuplicates();
        Collections.sort(micros);
        System.out.printf(
                "acme: %d certificates in %.1f s (%.1f/s), order to certificate p50 %d ms, p95 %d ms,"
                        + " %d workers, every second nonce refused%n",
                wanted,
                seconds,
                wanted / seconds,
                micros.get(wanted / 2) / 1000,
                micros.get(wanted * 95 / 100) / 1000,
                WORKERS);
    }

    private List<Long> drain(Queue<Id> orders) {
        List<Long> micros = new ArrayList<>();
        try (OrderWorker worker = worker()) {
            for (Id order = orders.poll(); order != null; order = orders.poll()) {
                long start = System.nanoTime();
                assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
                micros.add((System.nanoTime() - start) / 1000);
            }
        }
        return micros;
    }

    @Test
    void aRevokedCertificateIsReplacedFirst() throws Exception {
        String name = newName();
        try (OrderWorker worker = worker();
                CertificateIssuer.Session session = issuer().open()) {
            Id first = want(name);
            worker.run(first);
            StoredCertificate old = issued(first);
            certificates().deployed(old.id());
            PlatException refused =
                    catchThrowableOfType(
                            PlatException.class, () -> certificates().revoke(old.id(), session));
            assertThat(refused.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
            assertThat(pebble.status(old.leaf())).contains("Valid");

            Id second = wantReplaced(name, old.id());
            worker.run(second);
            StoredCertificate next = issued(second);
            certificates().deployed(next.id());
            certificates().revoke(old.id(), session);

            assertThat(pebble.status(old.leaf())).contains("Revoked");
            assertThat(pebble.status(next.leaf())).contains("Valid");
            assertThat(certificates().ofName(name, 5))
                    .extracting(StoredCertificate::state)
                    .containsExactly(
                            StoredCertificate.State.DEPLOYED, StoredCertificate.State.REVOKED);
        }
    }

    @Test
    void anAnswerThatCannotBeSeenFromOutsideIsNotTriedAtTheCa() throws Exception {
        String name = newName();
        answers.hide(name);
        Id order = want(name);

        try (OrderWorker worker =
                worker(at -> assertThat(at).isNotEqualTo("challenge.triggered"))) {
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
        }

        OrderRow row = certificates().order(order).orElseThrow();
        assertThat(row.failure()).isEqualTo("answer");
        assertThat(row.sentence()).contains("http-01 at " + name);
        assertThat(certificates().ofName(name, 1)).isEmpty();
    }

    @Test
    void aProofThatTheCaRefusesEndsTheOrderWithItsWords() throws Exception {
        String name = newName();
        answers.spoil(name);
        Id order = want(name);
        int before = pebble.issued().size();

        try (OrderWorker worker = worker()) {
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
        }

        OrderRow row = certificates().order(order).orElseThrow();
        assertThat(row.failure()).isEqualTo("answer");
        assertThat(row.sentence()).containsIgnoringCase("key authorization");
        assertThat(pebble.issued()).hasSize(before);
    }

    @Test
    void whatWasPublishedIsWithdrawnWhateverCameOfIt() throws Exception {
        String refused = newName();
        answers.spoil(refused);
        int before = answers.published();

        try (OrderWorker worker = worker()) {
            worker.run(want(newName()));
            worker.run(want(refused));
        }

        assertThat(answers.published()).isEqualTo(before);
    }

    @Test
    void aCaThatFailsIsAskedAgainLaterAndSignsOnce() throws Exception {
        failsAndSignsOnce(FaultyWay.Fault.LIMITED, "/order-plz", "rate");
        failsAndSignsOnce(FaultyWay.Fault.LIMITED, "/finalize-order/", "rate");
        failsAndSignsOnce(FaultyWay.Fault.BROKEN, "/chalZ/", "server");
        failsAndSignsOnce(FaultyWay.Fault.SILENT, "/finalize-order/", "server");
    }

    /** The CA has done it, and we do not know. */
    @Test
    void anAnswerLostOnItsWayCostsNoSecondCertificate() throws Exception {
        for (String path : List.of("/order-plz", "/chalZ/", "/finalize-order/", "/certZ/")) {
            failsAndSignsOnce(FaultyWay.Fault.ANSWER_LOST, path, "server");
        }
    }

    /** The step is made again as a whole, and half of it was done. */
    @Test
    void aRequestThatWasHandedInIsNotHandedInAgain() throws Exception {
        try (FaultyWay way = new FaultyWay(pebble)) {
            int before = pebble.issued().size();
            CertificateIssuer issuer = pebble.issuer(way.directory(), AcmeSettings.TIMEOUT);
            Id order = want(newName());
            way.planAfter("/finalize-order/", FaultyWay.Fault.BAD_NONCE, "/my-order/", 10);

            try (OrderWorker worker = worker(issuer, ControlPoints.NONE)) {
                assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
            }

            issued(order);
            assertThat(pebble.issued()).hasSize(before + 1);
        }
    }

    private void failsAndSignsOnce(FaultyWay.Fault fault, String path, String failure)
            throws Exception {
        String what = fault + " at " + path;
        try (FaultyWay way = new FaultyWay(pebble)) {
            int before = pebble.issued().size();
            CertificateIssuer issuer = pebble.issuer(way.directory(), Duration.ofSeconds(1));
            Id order = want(newName());
            way.plan(fault, path, 1);

            try (OrderWorker worker = worker(issuer, ControlPoints.NONE)) {
                assertThat(worker.run(order)).as(what).isEqualTo(OrderWorker.Outcome.POSTPONED);
                assertThat(certificates().order(order).orElseThrow().failure())
                        .as(what)
                        .isEqualTo(failure);
                assertThat(worker.run(order)).as(what).isEqualTo(OrderWorker.Outcome.NOT_OURS);
                timePasses();
                assertThat(worker.run(order)).as(what).isEqualTo(OrderWorker.Outcome.DONE);
            }

            issued(order);
            assertThat(pebble.issued()).hasSize(before + 1);
        }
    }

    @Test
    void aLimitWithoutATimeIsForAPersonToLookAt() throws Exception {
        try (FaultyWay way = new FaultyWay(pebble)) {
            CertificateIssuer issuer = pebble.issuer(way.directory(), AcmeSettings.TIMEOUT);
            Id order = want(newName());
            way.plan(FaultyWay.Fault.LIMITED_WITHOUT_TIME, "/order-plz", 1);

            try (OrderWorker worker = worker(issuer, ControlPoints.NONE)) {
                assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
            }

            OrderRow row = certificates().order(order).orElseThrow();
            assertThat(row.state()).isEqualTo(OrderState.DONE);
            assertThat(row.failure()).isEqualTo("rate");
            assertThat(row.sentence()).isEqualTo("too many orders");
        }
    }

    @Test
    void aCaThatIsAwayCostsNothingButTime() throws Exception {
        CertificateIssuer away =
                pebble.issuer(URI.create("https://localhost:1/dir"), Duration.ofSeconds(1));
        Id order = want(newName());

        try (OrderWorker worker = worker(away, ControlPoints.NONE)) {
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.POSTPONED);
        }
        timePasses();
        try (OrderWorker worker = worker()) {
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
        }

        issued(order);
    }
}
