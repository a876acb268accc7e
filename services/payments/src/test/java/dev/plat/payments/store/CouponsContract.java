package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Offer;
import dev.plat.payments.money.Money;
import dev.plat.payments.orphan.CouponSweeper;
import dev.plat.payments.quote.Discount;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A coupon is used as often as it may be, once by each account, and never by what is given up. */
abstract class CouponsContract extends CouponsOnAServer {

    CouponsContract(PostgresServers servers) {
        super(servers);
    }

    @Test
    void eachActMayComeAgain() {
        String code = offered(1);
        Buyer buyer = buyer();

        for (int i = 0; i < 3; i++) {
            coupons.hold(" " + code.toLowerCase(Locale.ROOT), buyer.account(), buyer.order());
            assertCounts(code, 1, 0);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(coupons.confirm(code, buyer.order())).isTrue();
            assertCounts(code, 0, 1);
        }
        assertThat(coupons.release(code, buyer.order())).isFalse();
        assertCounts(code, 0, 1);
    }

    /** A call that was under way while the order was given up. */
    @Test
    void whatWasLetGoIsNotHeldAfterIt() {
        String code = offered(1);
        Buyer late = buyer();
        assertThat(coupons.release(code, late.order())).isTrue();

        assertThatThrownBy(() -> coupons.hold(code, late.account(), late.order()))
                .hasMessageContaining("order-state");

        assertCounts(code, 0, 0);
        Buyer again = new Buyer(late.account(), ids.next(IdKind.ORDER, late.account()));
        coupons.hold(code, again.account(), again.order());
        coupons.release(code, again.order());
        coupons.release(code, again.order());
        assertThat(coupons.confirm(code, again.order())).isFalse();
        assertCounts(code, 0, 0);
    }

    @Test
    void anAccountHasItOnce() {
        String code = offered(5);
        Buyer first = buyer();
        Buyer second = new Buyer(first.account(), ids.next(IdKind.ORDER, first.account()));
        coupons.hold(code, first.account(), first.order());

        refused(() -> coupons.hold(code, second.account(), second.order()), "already-used");
        refused(() -> coupons.offered(code, Optional.of(first.account())), "already-used");
        assertCounts(code, 1, 0);
        coupons.release(code, first.order());
        coupons.hold(code, second.account(), second.order());
        coupons.confirm(code, second.order());
        refused(() -> coupons.offered(code, Optional.of(first.account())), "already-used");
        assertThat(coupons.offered(code, Optional.empty()).code()).isEqualTo(code);
    }

    @Test
    void anOrderHasOneCoupon() {
        String code = offered(2);
        String other = offered(2);
        Buyer buyer = buyer();
        coupons.hold(code, buyer.account(), buyer.order());

        assertThatThrownBy(() -> coupons.hold(other, buyer.account(), buyer.order()))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.ORDER_STATE));

        assertCounts(code, 1, 0);
        assertCounts(other, 0, 0);
    }

    @Test
    void eachRuleIsNamed() {
        String code = offered(1);
        Buyer buyer = buyer();
        Discount amount = new Discount.Amount(Money.of(500, "EUR"), Set.of());
        Coupon later = new Coupon("LATER", amount, Coupon.Lasting.ONCE, 1);
        coupons.add(new Offer(later, now.plusSeconds(60), now.plusSeconds(120), 1, 0, 0));
        coupons.hold(code, buyer.account(), buyer.order());

        refused(() -> coupons.offered("nobody-has-it", Optional.empty()), "unknown");
        refused(() -> coupons.offered("no code!", Optional.empty()), "unknown");
        refused(() -> coupons.hold("nobody-has-it", buyer.account(), buyer.order()), "unknown");
        refused(() -> coupons.offered(code, Optional.empty()), "used-up");
        refused(() -> coupons.offered("LATER", Optional.empty()), "not-yet");
        later(Duration.ofSeconds(60));
        assertThat(coupons.offered("later", Optional.empty()).discount()).isEqualTo(amount);
        later(Duration.ofSeconds(60));
        refused(() -> coupons.offered("LATER", Optional.empty()), "expired");
        Buyer other = buyer();
        refused(() -> coupons.hold("LATER", other.account(), other.order()), "expired");
        refused(() -> coupons.hold(code, other.account(), other.order()), "used-up");
        coupons.release(code, buyer.order());
        Buyer again = new Buyer(other.account(), ids.next(IdKind.ORDER, other.account()));
        coupons.hold(code, again.account(), again.order());
        assertThatThrownBy(() -> coupons.hold(code, other.account(), other.order()))
                .isInstanceOf(PlatException.class);
    }

    @Test
    void whatIsOfferedStaysAndEndsForGood() {
        String code = offered(3);
        Offer offer = read(code);

        assertThat(coupons.add(offer)).isEqualTo(offer);
        assertThatThrownBy(() -> coupons.add(new Offer(offer.coupon(), START, null, 4, 0, 0)))
                .hasMessageContaining("record-conflicts");
        Buyer holder = buyer();
        coupons.hold(code, holder.account(), holder.order());
        later(Duration.ofSeconds(1));
        coupons.end(code);
        refused(() -> coupons.offered(code, Optional.empty()), "expired");
        coupons.hold(code, holder.account(), holder.order());
        assertThat(coupons.confirm(code, holder.order())).isTrue();
        refused(() -> coupons.end("nobody-has-it"), "unknown");
    }

    /** Whatever the application's statements say. */
    @Test
    void theDatabaseItselfDoesNotCountBeyondTheMost() {
        String code = offered(1);
        Name name = new Name(NameKind.COUPON, code);

        assertThatThrownBy(() ->
                        router.<Integer>write(
                                name,
                                tx -> {
                                    try (Statement sql = tx.connection().createStatement()) {
                                        return sql.executeUpdate(
                                                "UPDATE coupon SET held = 1, used = 1 WHERE bucket = "
                                                        + tx.bucket().number()
                                                        + " AND code = '"
                                                        + code
                                                        + "'");
                                    }
                                }))
                .hasStackTraceContaining("coupon_most");
        assertCounts(code, 0, 0);
    }

    /** What an order has become decides, and nothing else. */
    @Test
    void aHoldEndsAsItsOrderDid() {
        AtomicReference<Optional<String>> state = new AtomicReference<>(Optional.empty());
        CouponSweeper sweeper = new CouponSweeper(coupons, _ -> state.get(), () -> now);
        CouponSweeper deaf =
                new CouponSweeper(
                        coupons,
                        _ -> {
                            throw new PlatException(ErrorCode.TRY_AGAIN, "Nobody answers.");
                        },
                        () -> now);
        String code = offered(3);
        Buyer buyer = buyer();
        coupons.hold(code, buyer.account(), buyer.order());

        state.set(Optional.of("cancelled"));
        sweeper.sweep();
        assertCounts(code, 1, 0); // it is not asked for yet
        later(Duration.ofHours(1));
        deaf.sweep();
        assertCounts(code, 1, 0);
        later(Duration.ofMinutes(10));
        state.set(Optional.of("awaiting-payment"));
        sweeper.sweep();
        assertCounts(code, 1, 0);
        later(Duration.ofMinutes(10));
        state.set(Optional.of("cancelled"));
        sweeper.sweep();
        assertCounts(code, 0, 0);

        Buyer second = new Buyer(buyer.account(), ids.next(IdKind.ORDER, buyer.account()));
        coupons.hold(code, second.account(), second.order());
        later(Duration.ofHours(2));
        state.set(Optional.empty());
        sweeper.sweep();
        assertCounts(code, 1, 0); // a restored database may be behind
        later(Duration.ofHours(4));
        sweeper.sweep();
        assertCounts(code, 0, 0);

        Buyer third = new Buyer(buyer.account(), ids.next(IdKind.ORDER, buyer.account()));
        coupons.hold(code, third.account(), third.order());
        later(Duration.ofHours(1));
        state.set(Optional.of("fulfilled"));
        sweeper.sweep();
        assertCounts(code, 0, 1);
    }
}
