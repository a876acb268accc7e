package dev.plat.checkout.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.checkout.CheckoutTier;
import dev.plat.checkout.order.OrderLine;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is chosen, in accounts' carts on a real server. */
@Servers(postgres = 1, tier = "checkout")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CartsIT {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private final IdGenerator ids = new IdGenerator(() -> NOW, new Random(11));
    private final PostgresRouter router;
    private final Carts carts;

    CartsIT(PostgresServers servers) {
        router = CheckoutTier.open(servers.first());
        carts = new Carts(router, ids, () -> NOW);
    }

    @AfterAll
    void close() {
        router.close();
    }

    private Id account() {
        return ids.nextAnywhere(IdKind.ACCOUNT);
    }

    private static Cart.Line name(String name) {
        return new Cart.Line(OrderLine.Kind.NAME, name, "domain-test-year-eur-1", 1, null);
    }

    private static Cart.Line plan(String plan) {
        return new Cart.Line(OrderLine.Kind.PLAN, plan, plan + "-month-eur-1", 1, null);
    }

    private long rows(Id account) {
        return router.read(
                account,
                tx -> {
                    try (var select =
                            tx.connection()
                                    .prepareStatement(
                                            "SELECT count(*) FROM cart WHERE bucket = ? AND"
                                                    + " account_id = ?")) {
                        select.setShort(1, (short) tx.bucket().number());
                        select.setObject(2, account.uuid());
                        try (var row = select.executeQuery()) {
                            row.next();
                            return row.getLong(1);
                        }
                    }
                });
    }

    @Test
    void whoOnlyLooksLeavesNothing() {
        Id account = account();

        assertThat(carts.of(account).lines()).isEmpty();
        assertThat(carts.size(account)).isZero();

        assertThat(rows(account)).isZero();
    }

    @Test
    void aCartThatIsLookedAtStaysTheSameAndAChangeMakesAnother() {
        Id account = account();
        carts.put(account, name("one.test"));
        Cart seen = carts.of(account);
        assertThat(carts.of(account)).isEqualTo(seen);

        carts.put(account, name("two.test"));

        assertThat(carts.of(account).id()).isNotEqualTo(seen.id());
        assertThat(carts.of(account).lines()).hasSize(2);
        assertThat(carts.size(account)).isEqualTo(2);
        carts.take(account, "one.test");
        assertThat(carts.of(account).lines())
                .extracting(Cart.Line::subject)
                .containsOnly("two.test");
    }

    @Test
    void ofPlansThereIsOneAndOfNamesEachOnce() {
        Id account = account();
        carts.put(account, plan("pro"));
        carts.put(account, plan("business"));
        carts.put(account, name("one.test"));
        carts.put(account, name("one.test"));

        assertThat(carts.of(account).lines())
                .extracting(Cart.Line::subject)
                .containsExactlyInAnyOrder("business", "one.test");
    }

    @Test
    void aCartHoldsNoMoreThanItMay() {
        Id account = account();
        for (int i = 0; i < Cart.LINES_MAX; i++) {
            carts.put(account, name("n" + i + ".test"));
        }

        assertThatThrownBy(() -> carts.put(account, name("more.test")))
                .hasMessageContaining("cart-limit");
        carts.put(account, name("n0.test"));
        assertThat(carts.size(account)).isEqualTo(Cart.LINES_MAX);
    }

    @Test
    void whatWasChosenMeanwhileStaysWhenTheRestIsOrdered() {
        Id account = account();
        carts.put(account, name("one.test"));
        Cart ordered = carts.of(account);
        carts.put(account, name("two.test"));

        carts.ordered(account, ordered);

        assertThat(carts.of(account).lines())
                .extracting(Cart.Line::subject)
                .containsOnly("two.test");
        assertThat(carts.of(account).id()).isNotEqualTo(ordered.id());
    }
}
