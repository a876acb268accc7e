package dev.plat.ops.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.cli.Verbs;
import org.junit.jupiter.api.Test;

/** Coupons as an operator types them. */
final class CouponVerbsTest extends ToldVerbs {

    private static final String PATH = "/internal/v1/coupons";
    private static final String COUPON =
            """
            {"code": "%s", "off": "5.00 EUR", "plans": ["pro"], "lasting": "periods", "periods": 3,
             "starts": "2027-01-01T00:00:00Z", "ends": null, "most": 10, "held": 1, "used": 2}
            """;

    CouponVerbsTest() {
        super("payments", "coupon");
    }

    @Test
    void oneIsOfferedInTheSmallestUnit() {
        processes.tell("POST " + PATH, 200, COUPON.formatted("SPRING"));

        Verbs.Said said =
                say(
                        "add",
                        "SPRING",
                        "--amount",
                        "5.00EUR",
                        "--plan",
                        "pro",
                        "--lasting",
                        "periods",
                        "--periods",
                        "3",
                        "--max",
                        "10");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .containsPattern("SPRING +5.00 EUR +3 periods +pro +used 2, held 1 of 10");
        assertThat(processes.asked())
                .anyMatch(it -> it.contains("\"amount\":500") && it.contains("\"most\":10"));
    }

    @Test
    void itTakesOffAPartOrAnAmountAndHasAnEnd() {
        assertThat(say("add", "SPRING", "--max", "10").exit()).isEqualTo(2);
        assertThat(
                        say("add", "SPRING", "--percent", "5", "--amount", "5.00EUR", "--max", "10")
                                .exit())
                .isEqualTo(2);
        assertThat(say("add", "SPRING", "--percent", "5").exit()).isEqualTo(2);
    }

    @Test
    void allAreListedPageByPage() {
        processes.tell(
                "GET " + PATH + "?after=",
                200,
                "{\"coupons\": [%s], \"next\": \"A-1\"}".formatted(COUPON.formatted("A-1")));
        processes.tell(
                "GET " + PATH + "?after=A-1",
                200,
                "{\"coupons\": [%s], \"next\": null}".formatted(COUPON.formatted("B-2")));

        assertThat(say("list").out()).contains("A-1", "B-2");
    }

    @Test
    void whatNobodyHasOfferedCannotEnd() {
        processes.tell(
                "POST " + PATH + "/NOTHING/end",
                422,
                "{\"code\": \"coupon-refused\", \"detail\": \"No.\", \"rule\": \"unknown\"}");

        Verbs.Said said = say("end", "NOTHING");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("coupon-refused", "unknown");
    }
}
