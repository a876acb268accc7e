package dev.plat.domains.certificate.localca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.domains.certificate.IssuerContract;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.OrderWorker;
import dev.plat.router.core.Deadline;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Servers(postgres = 2, tier = "domains")
class LocalIssuerIT extends IssuerContract {

    private final AtomicInteger names = new AtomicInteger();
    @TempDir private static Path folder;

    LocalIssuerIT(PostgresServers servers) {
        super(servers);
    }

    @BeforeAll
    static void make() {
        CaFolder.make(folder);
    }

    @Override
    protected CertificateIssuer issuer() {
        return new LocalIssuer(LocalCa.open(folder), InstantSource.system());
    }

    @Override
    protected ChallengePublisher publisher() {
        return new Nothing();
    }

    @Override
    protected String newName() {
        return "shop-" + names.incrementAndGet() + ".test";
    }

    @Override
    protected ChallengeKind kind() {
        return ChallengeKind.DNS_01;
    }

    @Override
    protected List<String> points() {
        return List.of(
                "order.claimed",
                "order.created",
                "key.sealed",
                "order.finalised",
                "certificate.stored");
    }

    /** It signs the stored request again; the database keeps one. */
    @Override
    protected Optional<Integer> signed() {
        return Optional.empty();
    }

    @Test
    void aZoneGetsItsWildcardToo() throws Exception {
        Id order =
                certificates()
                        .want(
                                "zone-of-ours.test",
                                true,
                                LocalIssuer.NAME,
                                ChallengeKind.DNS_01,
                                Optional.empty());

        try (OrderWorker worker = worker()) {
            worker.run(order);
        }

        assertThat(issued(order).wildcard()).isTrue();
    }

    @Test
    void aNameOutsideItsTreesEndsAsRefusedWithTheTrees() {
        Id order = want("www.example.com");

        try (OrderWorker worker = worker()) {
            assertThat(worker.run(order)).isEqualTo(OrderWorker.Outcome.DONE);
        }

        OrderRow row = certificates().order(order).orElseThrow();
        assertThat(row.failure()).isEqualTo("policy");
        assertThat(row.sentence()).contains("internal, localhost, test");
        assertThat(certificates().ofName("www.example.com", 1)).isEmpty();
        // Over, so the next may be asked for.
        assertThat(want("www.example.com")).isNotEqualTo(order);
    }

    /** There are no challenges to publish. */
    private static final class Nothing implements ChallengePublisher {

        @Override
        public void publish(List<Challenge> challenges, Deadline deadline) {
            assertThat(challenges).isEmpty();
        }

        @Override
        public boolean visible(Challenge challenge, Deadline deadline) {
            return false;
        }

        @Override
        public void withdraw(List<Challenge> challenges, Deadline deadline) {
            assertThat(challenges).isEmpty();
        }
    }
}
