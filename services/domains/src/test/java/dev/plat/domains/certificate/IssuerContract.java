package dev.plat.domains.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.chassis.seal.KeyOpener;
import dev.plat.chassis.seal.KeySealer;
import dev.plat.chassis.seal.PrivateKeyFile;
import dev.plat.chassis.seal.PublicKeyFile;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.PlatException;
import java.io.Serial;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for orders whoever the issuer is: one in work for each name, one certificate for each
 * order wherever a worker dies or sleeps, a key that hosting alone can read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class IssuerContract {

    /** A process that ends here; no handler of exceptions runs any further step. */
    private static final class Killed extends Error {
        @Serial private static final long serialVersionUID = 1;
    }

    /** A second is long enough for a test to wait for a CA that fails. */
    protected static final OrderPace PACE =
            new OrderPace(
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofHours(1));

    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Map<Id, String> told = new ConcurrentHashMap<>();
    private Router router;
    private KeySealer sealer;
    private KeyOpener opener;
    private Certificates certificates;

    protected IssuerContract(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeAll
    void openTier(@TempDir Path keys) {
        router = OrderTier.open(servers);
        KeyFiles files = KeyFiles.make(keys);
        sealer = new KeySealer(PublicKeyFile.read(files.publicKey()));
        opener = new KeyOpener(PrivateKeyFile.read(files.privateKey()));
        certificates = new Certificates(router, ids, (_, _, _) -> {});
    }

    @AfterAll
    void closeTier() {
        router.close();
    }

    /** Made anew for each worker, as in another process. */
    protected abstract CertificateIssuer issuer();

    protected abstract ChallengePublisher publisher();

    /** One that no other test has. */
    protected abstract String newName();

    protected abstract ChallengeKind kind();

    /** Those it comes by. */
    protected abstract List<String> points();

    /** How many certificates the CA has signed, if it counts. */
    protected abstract Optional<Integer> signed() throws Exception;

    protected final Certificates certificates() {
        return certificates;
    }

    protected final OrderWorker worker() {
        return worker(ControlPoints.NONE);
    }

    protected final OrderWorker worker(ControlPoints points) {
        return worker(issuer(), points);
    }

    protected final OrderWorker worker(CertificateIssuer issuer, ControlPoints points) {
        return new OrderWorker(
                router,
                List.of(issuer),
                publisher(),
                sealer,
                new SigningRequests(new SecureRandom()),
                ids,
                new Random(1),
                (_, certificate, name) -> told.put(certificate, name),
                OrderGate.OPEN,
                InstantSource.system(),
                points,
                PACE);
    }

    /** Leases run out, and what was put off is due. */
    protected final void timePasses() {
        OrderTier.timePasses(servers);
    }

    protected final Id want(String name) {
        return certificates.want(name, false, issuer().name(), kind(), Optional.empty());
    }

    protected final Id wantReplaced(String name, Id replaced) {
        return certificates.want(name, false, issuer().name(), kind(), Optional.of(replaced));
    }

    /** The one certificate of the order, with everything that must be true of it. */
    protected final StoredCertificate issued(Id order) throws Exception {
        OrderRow row = certificates.order(order).orElseThrow();
        assertThat(row.state()).as(row.toString()).isEqualTo(OrderState.DONE);
        List<StoredCertificate> ofOrder =
                certificates.ofName(row.name(), 50).stream()
                        .filter(each -> each.order().equals(order))
                        .toList();
        assertThat(ofOrder).as(row.toString()).hasSize(1);
        StoredCertificate certificate = ofOrder.getFirst();
        assertThat(told).containsEntry(certificate.id(), row.name());
        X509Certificate leaf = certificate.leaf();
        assertThat(
                        leaf.getSubjectAlternativeNames().stream()
                                .map(each -> (String) each.get(1))
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(row.names());
        OpenedKey.assertFits(opener, certificate);
        return certificate;
    }

    @Test
    void anOrderBecomesACertificateWhoseKeyHostingAloneCanRead() throws Exception {
        Id order = want(newName());

        try (OrderWorker worker = worker()) {
            assertThat(due()).contains(order);
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.NOT_OURS);
        }

        StoredCertificate certificate = issued(order);
        assertThat(certificate.version()).isEqualTo(1);
        assertThat(certificate.state()).isEqualTo(StoredCertificate.State.ISSUED);
        assertThat(due()).doesNotContain(order);
    }

    private List<Id> due() {
        return certificates.due(1000, Deadline.in(Duration.ofSeconds(5))).stream()
                .map(DueOrder::order)
                .toList();
    }

    @Test
    void aNameHasOneOrderInWork() throws Exception {
        String name = newName();
        Id order = want(name);

        PlatException refused = catchThrowableOfType(PlatException.class, () -> want(name));

        assertThat(refused.code()).isEqualTo(ErrorCode.ORDER_RUNNING);
        assertThat(refused.facts()).containsEntry("value", order.toString());
        try (OrderWorker worker = worker()) {
            worker.run(order);
            assertThat(worker.run(want(name))).isEqualTo(OrderWorker.Outcome.DONE);
        }
        assertThat(certificates.ofName(name, 10))
                .extracting(StoredCertificate::version)
                .containsExactly(2L, 1L);
    }

    @Test
    void theNextCertificateTakesThePlaceOfTheOneBefore() throws Exception {
        String name = newName();
        try (OrderWorker worker = worker()) {
            Id first = want(name);
            worker.run(first);
            StoredCertificate old = issued(first);
            assertThat(certificates.deployed(old.id())).isTrue();
            assertThat(certificates.deployed(old.id())).isFalse();

            Id second = wantReplaced(name, old.id());
            worker.run(second);
            StoredCertificate next = issued(second);

            // Until the next one is on every node, the old one is the one that is served.
            assertThat(certificates.find(old.id()).orElseThrow().state())
                    .isEqualTo(StoredCertificate.State.DEPLOYED);
            certificates.deployed(next.id());
            assertThat(certificates.ofName(name, 10))
                    .extracting(StoredCertificate::state)
                    .containsExactly(
                            StoredCertificate.State.DEPLOYED, StoredCertificate.State.SUPERSEDED);
            assertThat(next.key().bytes()).isNotEqualTo(old.key().bytes());
            assertThat(next.leaf().getPublicKey()).isNotEqualTo(old.leaf().getPublicKey());
        }
    }

    @Test
    void killedAtAnyPointItIsResumedAndThereIsOneCertificate() throws Exception {
        for (String point : points()) {
            Optional<Integer> before = signed();
            Id order = want(newName());
            AtomicBoolean reached = new AtomicBoolean();
            try (OrderWorker dying =
                    worker(at -> {
                        if (at.equals(point)) {
                            reached.set(true);
                            throw new Killed();
                        }
                    })) {
                assertThat(catchThrowableOfType(Killed.class, () -> dying.run(order))).isNotNull();
            }
            assertThat(reached).as(point).isTrue();

            try (OrderWorker next = worker()) {
                assertThat(next.run(order)).as("leased").isEqualTo(OrderWorker.Outcome.NOT_OURS);
                timePasses();
                assertThat(next.run(order)).as(point).isEqualTo(OrderWorker.Outcome.DONE);
            }

            issued(order);
            assertSignedOnce(point, before);
        }
    }

    /** The worker is stopped, its lease runs out, another one finishes; then it wakes up. */
    @Test
    void overtakenInItsSleepAtAnyPointItWritesNothing() throws Exception {
        for (String point : points()) {
            Optional<Integer> before = signed();
            Id order = want(newName());
            AtomicBoolean slept = new AtomicBoolean();
            try (OrderWorker other = worker();
                    OrderWorker sleeper =
                            worker(at -> {
                                if (at.equals(point) && slept.compareAndSet(false, true)) {
                                    timePasses();
                                    assertThat(other.run(order))
                                            .as(point)
                                            .isEqualTo(OrderWorker.Outcome.DONE);
                                }
                            })) {
                assertThat(sleeper.run(order)).as(point).isEqualTo(OrderWorker.Outcome.NOT_OURS);
            }
            assertThat(slept).as(point).isTrue();

            issued(order);
            assertSignedOnce(point, before);
        }
    }

    @Test
    void whoeverIsNotEntitledGetsNoOrder() {
        Certificates strict =
                new Certificates(
                        router,
                        ids,
                        (_, name, _) -> {
                            throw new PlatException(
                                    ErrorCode.NOT_FOUND, "Nobody holds this name.", "value", name);
                        });
        String name = newName();

        PlatException refused =
                catchThrowableOfType(
                        PlatException.class,
                        () -> strict.want(name, false, issuer().name(), kind(), Optional.empty()));

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(certificates.orders(name, 1)).isEmpty();
    }

    private void assertSignedOnce(String point, Optional<Integer> before) throws Exception {
        if (before.isPresent()) {
            assertThat(signed()).as(point).hasValue(before.get() + 1);
        }
    }
}
