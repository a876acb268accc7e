package dev.plat.payments;

import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.orphan.CouponSweeper;
import dev.plat.payments.orphan.OrphanSweeper;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.store.PostgresSecuredBook;
import dev.plat.router.core.Router;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What holds secured money against its orders. */
@Factory
@Requires(bean = Payments.class)
final class OrphanBeans {

    @Singleton
    OrphanSweeper orphans(
            Router router,
            CheckoutTidings orders,
            Payments payments,
            RefundDriver refunds,
            InstantSource clock) {
        return new OrphanSweeper(new PostgresSecuredBook(router), orders, payments, refunds, clock);
    }

    @Singleton
    CouponSweeper coupons(Coupons coupons, CheckoutTidings orders, InstantSource clock) {
        return new CouponSweeper(coupons, orders, clock);
    }
}
