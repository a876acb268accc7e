package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofLabelsTest {

    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random(7));
    private final Id ann = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Id bob = ids.nextAnywhere(IdKind.ACCOUNT);
    private final ProofLabels labels = labels("one key");

    @Test
    void aLabelIs26LettersAndEachAccountNameGenerationAndKeyHasItsOwn() {
        Set<String> seen = new HashSet<>();
        for (ProofLabels each : new ProofLabels[] {labels, labels("another")}) {
            for (Id account : new Id[] {ann, bob}) {
                for (int generation = 1; generation <= 3; generation++) {
                    for (String name : new String[] {"a.test", "b.test"}) {
                        String host = each.host(name, account, generation);
                        assertThat(host).matches("_plat-[a-z2-7]{26}\\." + name);
                        seen.add(host);
                    }
                }
            }
        }
        assertThat(seen).hasSize(24);
        assertThat(labels.host("a.test", ann, 1)).isEqualTo(labels.host("a.test", ann, 1));
    }

    @Test
    void aValueHas160BitsAndIsNewEachTime() {
        Random random = new Random(3);
        Instant now = Instant.EPOCH;
        ProofValue first = ProofValue.draw(random, now);
        ProofValue second = first.renewed(random, now.plus(Duration.ofDays(30)));

        assertThat(first.value()).matches("plat-verify=[0-9a-f]{40}");
        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(second.old()).isEqualTo(first.value());
        assertThat(first.stale(now.plus(Duration.ofDays(30)).minusMillis(1))).isFalse();
        assertThat(first.stale(now.plus(Duration.ofDays(30)))).isTrue();
        assertThat(second.oldCounts(now.plus(Duration.ofDays(37)).minusMillis(1))).isTrue();
        assertThat(second.oldCounts(now.plus(Duration.ofDays(37)))).isFalse();
    }

    private static ProofLabels labels(String key) {
        return new ProofLabels(key.getBytes(StandardCharsets.UTF_8));
    }
}
