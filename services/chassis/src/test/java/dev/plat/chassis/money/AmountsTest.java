package dev.plat.chassis.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An amount is what stands there, or it is none. */
class AmountsTest {

    private static final JsonMapper JSON = JsonMapper.createDefault();

    private static JsonNode node(String json) throws IOException {
        JsonNode whole =
                Objects.requireNonNull(JSON.readValue("{\"it\": " + json + "}", JsonNode.class));
        return Objects.requireNonNull(whole.get("it"));
    }

    /** What stands for the sum, where the mistake is, and what of it is shown. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"amount": 12.5, "currency": "EUR"}        | /amount   | 12.5
                    {"amount": 12.0, "currency": "EUR"}        | /amount   | 12.0
                    {"amount": "1250", "currency": "EUR"}      | /amount   | 1250
                    {"amount": 1e3, "currency": "EUR"}         | /amount   | 1
                    {"amount": 1e400, "currency": "EUR"}       | /amount   | ``
                    {"amount": null, "currency": "EUR"}        | /amount   | null
                    {"amount": true, "currency": "EUR"}        | /amount   | true
                    {"amount": [1], "currency": "EUR"}         | /amount   | a list
                    {"currency": "EUR"}                        | /amount   | nothing
                    {"amount": -1, "currency": "EUR"}          | /amount   | -1
                    {"amount": 100000000, "currency": "EUR"}   | /amount   | 100000000
                    {"amount": 99999999999999999999, "currency": "EUR"} | /amount | 9999
                    {"amount": 1, "currency": "eur"}           | /currency | eur
                    {"amount": 1, "currency": "XXQ"}           | /currency | XXQ
                    {"amount": 1, "currency": null}            | /currency | null
                    {"amount": 1, "currency": 978}             | /currency | 978
                    {"amount": 1}                              | /currency | nothing
                    1200                                       | ``        | 1200
                    "12.00 EUR"                                | ``        | 12.00 EUR
                    null                                       | ``        | null
                    """)
    void whatIsNoSumIsRefused(String sum, String pointer, String shown) throws IOException {
        JsonNode node = node(sum);

        assertThatThrownBy(() -> Amounts.sum(node))
                .cause()
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.MONEY_INVALID);
                            assertThat(e.facts()).containsEntry("pointer", pointer);
                            assertThat(String.valueOf(e.facts().get("value"))).startsWith(shown);
                            assertThat(e.facts()).containsKey("expected");
                        });
    }

    @Test
    void theLeastAndTheMostAreRead() throws IOException {
        assertThat(Amounts.sum(node("{\"currency\": \"EUR\", \"amount\": 99999999}")))
                .isEqualTo(new Sum(99_999_999, "EUR"));
        assertThat(Amounts.sum(node("{\"amount\": 0, \"currency\": \"JPY\"}")))
                .isEqualTo(new Sum(0, "JPY"));
    }
}
