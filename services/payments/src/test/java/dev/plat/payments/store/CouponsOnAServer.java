package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.coupon.Offer;
import dev.plat.payments.money.Rate;
import dev.plat.payments.quote.Discount;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Coupons over a real shard, and who wants them. */
abstract class CouponsOnAServer extends PaymentsOnAServer {

    private final AtomicInteger codes = new AtomicInteger();
    final Coupons coupons = new Coupons(router, () -> now);

    CouponsOnAServer(PostgresServers servers) {
        super(servers);
    }

    record Buyer(Id account, Id order) {}

    Buyer buyer() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        return new Buyer(account, ids.next(IdKind.ORDER, account));
    }

    String offered(int most) {
        return offered(most, Coupon.Lasting.ONCE, 1);
    }

    String offered(int most, Coupon.Lasting lasting, int periods) {
        String code = "SPRING-" + codes.incrementAndGet();
        Discount discount = new Discount.Percent(Rate.ofPercent("50"), Set.of("pro"));
        coupons.add(
                new Offer(new Coupon(code, discount, lasting, periods), START, null, most, 0, 0));
        return code;
    }

    Offer read(String code) {
        return coupons.list("", 1000).stream()
                .filter(it -> it.coupon().code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    void assertCounts(String code, int held, int used) {
        assertThat(List.of(read(code).held(), read(code).used())).isEqualTo(List.of(held, used));
    }

    static void refused(Runnable act, String rule) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.COUPON_REFUSED);
                            assertThat(e.facts()).containsEntry("rule", rule);
                        });
    }
}
