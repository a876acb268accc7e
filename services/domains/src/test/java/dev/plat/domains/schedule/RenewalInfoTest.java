package dev.plat.domains.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenewalInfoTest {

    private static final Instant NOW = Instant.parse("2028-03-01T00:00:00Z");
    private static final Window WINDOW = window(100, 120);

    @SeededTest(cases = 200)
    void theMomentStaysUntilTheWindowLeavesIt(Seed seed) {
        RenewalInfo first = answered(null, WINDOW, seed.random().nextDouble());
        int start = seed.between(90, 125);
        Window next = window(start, start + seed.between(1, 30));

        RenewalInfo then = answered(first, next, seed.random().nextDouble());

        assertThat(WINDOW.contains(moment(first))).isTrue();
        assertThat(next.contains(moment(then))).isTrue();
        assertThat(moment(then).equals(moment(first))).isEqualTo(next.contains(moment(first)));
        assertThat(then.window()).isEqualTo(next);
    }

    @Test
    void theNextQuestionIsAsTheCaSaysBetweenAnHourAndADay() {
        assertThat(wait(Optional.of(Duration.ofHours(7)))).isEqualTo(Duration.ofHours(7));
        assertThat(wait(Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofHours(1));
        assertThat(wait(Optional.of(Duration.ofDays(9)))).isEqualTo(Duration.ofHours(24));
        assertThat(wait(Optional.empty())).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void whatIsKnownOutlivesAQuestionInVain() {
        RenewalInfo first = answered(null, WINDOW, 0.5);

        RenewalInfo then = RenewalInfo.unanswered(first, NOW.plusSeconds(9));

        assertThat(then.moment()).isEqualTo(first.moment());
        assertThat(then.askAgain()).isEqualTo(NOW.plusSeconds(9).plus(Duration.ofHours(1)));
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> window(5, 5))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("suggestedWindow");
    }

    @SeededTest(cases = 200)
    void theRuleWithoutWindowsIsTwoThirdsOrAHalfWithinFiveHundredths(Seed seed) {
        String name = "n" + seed.random().nextInt() + ".example";
        int days = seed.between(2, 90);
        Life life = new Life(NOW, NOW.plus(Duration.ofDays(days)));

        Instant moment = RenewalRule.moment(name, life);

        double share = (double) Duration.between(NOW, moment).toMillis() / life.length().toMillis();
        assertThat(share).isCloseTo(days < 10 ? 0.5 : 2 / 3.0, within(0.05));
        assertThat(RenewalRule.moment(name, life)).isEqualTo(moment);
    }

    @Test
    void namesSpreadEvenly() {
        long[] tenths = new long[10];
        IntStream.range(0, 10_000)
                .forEach(
                        i -> tenths[(int) (10.0 * RenewalRule.lot("www.shop" + i + ".example"))]++);

        assertThat(LongStream.of(tenths).boxed().toList()).allMatch(n -> n > 800 && n < 1200);
    }

    private static RenewalInfo answered(@Nullable RenewalInfo before, Window window, double lot) {
        return RenewalInfo.answered(before, window, Optional.empty(), lot, NOW);
    }

    private static Duration wait(Optional<Duration> retryAfter) {
        return Duration.between(
                NOW, RenewalInfo.answered(null, WINDOW, retryAfter, 0.5, NOW).askAgain());
    }

    private static Instant moment(RenewalInfo info) {
        return Optional.ofNullable(info.moment()).orElseThrow();
    }

    private static Window window(int startHour, int endHour) {
        return new Window(
                NOW.plus(Duration.ofHours(startHour)), NOW.plus(Duration.ofHours(endHour)));
    }
}
