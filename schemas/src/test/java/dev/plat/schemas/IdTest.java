package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private final IdGenerator ids =
            new IdGenerator(InstantSource.fixed(NOW), new SplittableRandom(7));

    @Test
    void theTextOfAnIdIsForEver() {
        Id id = new Id(IdKind.SITE, UUID.fromString("019aa5c1-8e00-8abc-9234-56789abcdef0"));

        assertThat(id).hasToString("site_01kajw33g0hay94d2pf2dbsqqg");
        assertThat(id.bucket()).isEqualTo(new Bucket(0xabc));
    }

    @Test
    void anIdCarriesItsOwnersBucketAndItsTime() {
        for (int number = 0; number < Bucket.COUNT; number++) {
            Id id = ids.next(IdKind.PAGE, new Bucket(number));

            assertThat(id.bucket().number()).isEqualTo(number);
            assertThat(id.createdMillis()).isEqualTo(NOW.toEpochMilli());
            assertThat(Id.parse(IdKind.PAGE, id.toString())).isEqualTo(id);
        }
    }

    @Test
    void lookAlikesAndUpperCaseAreUnderstood() {
        Id id = ids.nextAnywhere(IdKind.SITE);
        String digits = id.toString().substring(5);

        String mangled =
                "site_"
                        + digits.replace('0', 'O')
                                .replace('1', 'L')
                                .toUpperCase(java.util.Locale.ROOT);

        assertThat(Id.parse(IdKind.SITE, mangled)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "site_",
                "page_01kajw33g0hay94d2pf2dbsqqg",
                "site_01kajw33g0hay94d2pf2dbsqq",
                "site_01kajw33g0hay94d2pf2dbsqqgg",
                "site_81kajw33g0hay94d2pf2dbsqqg",
                "site_01kajw33g0hay94d2pf2dbsqqu",
                "site_01kajw33g04ay94d2pf2dbsqqg",
                "site_../../../../../etc/passwd",
                "019aa5c1-8e00-8abc-9234-56789abcdef0"
            })
    void aForeignTextIsRefusedWithTheGoodForm(String text) {
        assertThatThrownBy(() -> Id.parse(IdKind.SITE, text))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.ID_MALFORMED);
                            assertThat(e.facts()).containsKeys("value", "expected");
                        });
    }

    @Test
    void bucketsOfNewSitesAreSpreadEvenly() {
        int[] counts = new int[16];
        for (int i = 0; i < 16_000; i++) {
            counts[ids.nextAnywhere(IdKind.SITE).bucket().number() / 256]++;
        }

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }
}
