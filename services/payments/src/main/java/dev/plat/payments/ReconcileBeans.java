package dev.plat.payments;

import dev.plat.payments.orphan.CouponSweeper;
import dev.plat.payments.orphan.OrphanSweeper;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.provider.Statement;
import dev.plat.payments.provider.stripe.StripeProvider;
import dev.plat.payments.reconcile.MovementBook;
import dev.plat.payments.reconcile.MovementPoller;
import dev.plat.payments.reconcile.Reconciler;
import dev.plat.payments.reconcile.Reconciliation;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.store.PostgresMovementBook;
import dev.plat.payments.store.PostgresReportBook;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What holds the books against the provider's account; nothing without a provider. */
@Factory
@Requires(bean = StripeProvider.class)
final class ReconcileBeans {

    @Singleton
    Statement statement(StripeProvider provider) {
        return provider.statement();
    }

    @Singleton
    MovementBook movements(Router router, Statement statement, ControlPoints points) {
        return new PostgresMovementBook(router, statement.name(), points);
    }

    @Singleton
    Reconciler reconciler(
            MovementBook book,
            Statement statement,
            AttemptDriver attempts,
            RefundDriver refunds,
            InstantSource clock,
            ControlPoints points) {
        return new Reconciler(book, statement, attempts, refunds, clock, points);
    }

    @Singleton
    MovementPoller movementPoller(MovementBook book, Statement statement, InstantSource clock) {
        return new MovementPoller(book, statement, clock);
    }

    @Singleton
    Reconciliation reconciliation(
            Router router,
            Statement statement,
            MovementPoller poller,
            Reconciler reconciler,
            InstantSource clock) {
        PostgresReportBook book = new PostgresReportBook(router, statement.name());
        return new Reconciliation(book, statement, poller, reconciler, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ReconcileLoop reconcileLoop(
            Reconciler reconciler,
            MovementPoller poller,
            OrphanSweeper orphans,
            CouponSweeper coupons) {
        return new ReconcileLoop(reconciler, poller, orphans, coupons);
    }

    /** Once the process listens. */
    @Singleton
    @Requires(bean = ReconcileLoop.class)
    @Requires(property = "plat.payments.work", notEquals = "false")
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final ReconcileLoop loop;

        Start(ReconcileLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            loop.start();
        }
    }
}
