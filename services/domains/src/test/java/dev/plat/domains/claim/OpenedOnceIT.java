package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.DomainsTier;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The request that claims a name and the news of its claim write the same row at the same moment:
 * one of them does, and neither fails.
 */
@Servers(postgres = 2, tier = "domains")
class OpenedOnceIT {

    private static final int ROUNDS = 150;
    private static final int AT_ONCE = 4;

    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new SecureRandom());
    private final Entropy entropy = new Entropy(InstantSource.system(), new SecureRandom(), ids);

    @Test
    void whoOpensAClaimWithAnotherDoesNotFail(PostgresServers servers) throws Exception {
        try (Router router = DomainsTier.open(servers);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ClaimSql claims = new ClaimSql();
            for (int round = 0; round < ROUNDS; round++) {
                Claim claim = claim("www.opened" + round + "-" + System.nanoTime() + ".test");
                CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                Callable<Boolean> open =
                        () -> {
                            together.await();
                            return router.write(
                                    ClaimStore.key(claim.name()), tx -> claims.open(tx, claim));
                        };

                int opened = 0;
                for (Future<Boolean> each :
                        threads.invokeAll(
                                IntStream.range(0, AT_ONCE).mapToObj(_ -> open).toList())) {
                    opened += each.get() ? 1 : 0;
                }

                assertThat(opened).isEqualTo(1);
            }
        }
    }

    private Claim claim(String name) {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Id site = ids.nextAnywhere(IdKind.SITE);
        Instant now = entropy.now();
        Binding binding =
                new Binding(
                        site,
                        name,
                        account,
                        entropy.claimId(ClaimStore.key(name)),
                        1,
                        Binding.State.WANTED,
                        null,
                        now);
        return Claim.first(binding, ProofValue.draw(entropy.random(), now), now);
    }
}
