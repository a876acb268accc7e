package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.schemas.CardNumbers.Place;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published test numbers of each scheme, and what only looks like one. */
class CardNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "my card is 4242 4242 4242 4242.",
                "4242-4242-4242-4242",
                "4000.0000.0000.0002",
                "4222222222222",
                "5555555555554444",
                "2223003122003222",
                "378282246310005",
                "3782 822463 10005",
                "6011111111111117",
                "3056930009020004",
                "36227206271667",
                "3566002020360505",
                "6200000000000005",
                "4242 4242 4242 4242 12/34 123",
                "4242 4242 4242 4242 12 34 123",
                "{\"name\":\"4242424242424242\"}",
                "12 4242424242424242"
            })
    void whatPassesForACardIsFound(String text) {
        assertThat(CardNumbers.mayHold(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4242",
                "4242424242424241",
                "1234567890123452",
                "424242424242424242424242",
                "ord_01m8241wh4gj2vcerstq6z33mn",
                "evt_4242424242424242",
                "a4242424242424242",
                "4242424242424242x",
                "1795367540000",
                "2026-11-22T17:13:53.398Z",
                "01a2044b-32b2-8000-bac7-16be85d45ca2",
                "+49 30 1234567",
                "4242 424x 4242 4242 4242"
            })
    void whatIsNoneIsNot(String text) {
        assertThat(CardNumbers.find(text)).isEmpty();
    }

    @Test
    void itSaysWhere() {
        String text = "first 4242 4242 4242 4242, then 378282246310005";

        assertThat(CardNumbers.find(text)).containsExactly(new Place(6, 25), new Place(32, 47));
    }

    /** With a wrong rule a tenth of all digits would be refused, or none. */
    @Test
    void ofRandomDigitsFewPass() {
        SplittableRandom random = new SplittableRandom(20261122);
        int found = 0;
        int tried = 200_000;
        for (int i = 0; i < tried; i++) {
            String digits =
                    Long.toString(random.nextLong(1_000_000_000_000_000L, 10_000_000_000_000_000L));
            found += CardNumbers.mayHold(digits) ? 1 : 0;
        }

        assertThat(found).isBetween(tried / 50, tried / 25);
        System.out.printf("%.2f %% of random runs of 16 digits%n", 100.0 * found / tried);
    }
}
