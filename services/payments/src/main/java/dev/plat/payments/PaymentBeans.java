package dev.plat.payments;

import dev.plat.chassis.NoCardNumbers;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.figures.Figures;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.payments.catalogue.ServedCatalogues;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.entitlement.EntitlementDelivery;
import dev.plat.payments.entitlement.EntitlementMessage;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.PaymentBook;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.stripe.StripeProvider;
import dev.plat.payments.refund.RefundBook;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.store.PaymentFigures;
import dev.plat.payments.store.PostgresCases;
import dev.plat.payments.store.PostgresMovementEnds;
import dev.plat.payments.store.PostgresParticulars;
import dev.plat.payments.store.PostgresPaymentBook;
import dev.plat.payments.store.PostgresRefundBook;
import dev.plat.payments.store.PostgresRenewals;
import dev.plat.payments.store.Settling;
import dev.plat.payments.store.ToldSettling;
import dev.plat.payments.store.UnsentCharges;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.payments.subscription.ToldFollows;
import dev.plat.payments.webhook.Inbox;
import dev.plat.payments.webhook.Poller;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.StoppingPoints;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the process together; without a provider it starts, and nothing can be paid. */
@Factory
final class PaymentBeans {

    /** A shard that fails over is back by then. */
    private static final Duration BOOKS = Duration.ofMinutes(2);

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("payments", Tier.PAYMENTS, Set.of());
    }

    @Singleton
    NoCardNumbers noCardNumbers() {
        return new NoCardNumbers();
    }

    @Singleton
    ControlPoints points() {
        return StoppingPoints.ofProperties();
    }

    /** With the context and not when it is asked for first: what contradicts it does not start. */
    @Context
    @Requires(bean = CatalogueConfig.class)
    Catalogue catalogue(
            CatalogueConfig config, Router router, JsonMapper json, InstantSource clock) {
        return new ServedCatalogues(router, new CatalogueReader(json), clock)
                .serve(config.bytes(), BOOKS);
    }

    @Singleton
    Figures figures(Router router, InstantSource clock) {
        return PaymentFigures.of(router, clock);
    }

    @Singleton
    Minutes minutes(Audit audit) {
        return Minutes.of(audit);
    }

    @Singleton
    @Named("site-builder")
    EntitlementDelivery toSiteBuilder(ServiceClient client) {
        return new EntitlementDelivery("site-builder", client);
    }

    @Singleton
    @Named("hosting")
    EntitlementDelivery toHosting(ServiceClient client) {
        return new EntitlementDelivery("hosting", client);
    }

    @Singleton
    @Requires(bean = Catalogue.class)
    Entitlements entitlements(Catalogue catalogue, JsonMapper json, EntitlementMessage message) {
        return new Entitlements(catalogue, json, message);
    }

    @Singleton
    Coupons coupons(Router router, InstantSource clock) {
        return new Coupons(router, clock);
    }

    @Singleton
    @Requires(bean = Catalogue.class)
    Subscriptions subscriptions(
            Router router,
            Catalogue catalogue,
            Entitlements entitlements,
            IdGenerator ids,
            InstantSource clock) {
        return new Subscriptions(
                router,
                catalogue,
                new ToldFollows(entitlements::derive),
                new UnsentCharges(),
                ids,
                clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "plat.stripe.base")
    StripeProvider provider(StripeConfig config, JsonMapper json) {
        // Signatures are stamped with the real time, whatever time it is in the accounts.
        return new StripeProvider(config.settings(), json, InstantSource.system());
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    PaymentBook paymentBook(
            Router router,
            PaymentProvider provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points,
            Minutes minutes,
            CheckoutTidings tidings,
            @Nullable PostgresRenewals renewals) {
        Settling settling = new ToldSettling(renewals == null ? Settling.NOTHING : renewals.ends());
        return new PostgresPaymentBook(
                router, provider.name(), clock, ids, points, minutes, tidings, settling);
    }

    @Singleton
    @Requires(beans = {PaymentProvider.class, Catalogue.class})
    PostgresRenewals renewals(
            Router router,
            PaymentProvider provider,
            Catalogue catalogue,
            Entitlements entitlements,
            IdGenerator ids) {
        return new PostgresRenewals(
                router,
                provider.name(),
                provider.least(),
                catalogue,
                new ToldFollows(entitlements::derive),
                ids);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    PostgresParticulars particulars(Router router, PaymentProvider provider) {
        return new PostgresParticulars(router, provider.name());
    }

    @Singleton
    @Requires(bean = PostgresRenewals.class)
    SubscriptionDriver subscriptionDriver(
            PostgresRenewals renewals,
            Payments payments,
            AttemptDriver attempts,
            PaymentProvider provider,
            InstantSource clock) {
        return new SubscriptionDriver(renewals, payments, attempts, provider, clock);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    RefundBook refundBook(
            Router router,
            PaymentProvider provider,
            InstantSource clock,
            IdGenerator ids,
            Minutes minutes) {
        return new PostgresRefundBook(router, provider.name(), clock, ids, minutes);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    PostgresMovementEnds movementEnds(Router router, PaymentProvider provider, Minutes minutes) {
        return new PostgresMovementEnds(router, provider.name(), minutes);
    }

    @Singleton
    PostgresCases cases(Router router) {
        return new PostgresCases(router);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    AttemptDriver attempts(
            PaymentBook book, PaymentProvider provider, InstantSource clock, ControlPoints points) {
        return new AttemptDriver(book, provider, clock, points);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    RefundDriver refunds(
            RefundBook book, PaymentProvider provider, InstantSource clock, ControlPoints points) {
        return new RefundDriver(book, provider, clock, points);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    Payments payments(
            PaymentBook book,
            AttemptDriver driver,
            IdGenerator ids,
            InstantSource clock,
            ControlPoints points) {
        return new Payments(book, driver, ids, clock, points);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    Inbox inbox(
            Router router,
            PaymentProvider provider,
            AttemptDriver attempts,
            RefundDriver refunds,
            InstantSource clock,
            ControlPoints points) {
        return new Inbox(router, provider, attempts, refunds, clock, points);
    }

    @Singleton
    @Requires(bean = PaymentProvider.class)
    Poller poller(Router router, PaymentProvider provider, Inbox inbox, InstantSource clock) {
        return new Poller(router, provider, inbox, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(bean = PaymentProvider.class)
    PaymentLoop loop(
            AttemptDriver attempts,
            RefundDriver refunds,
            Inbox inbox,
            Poller poller,
            @Nullable SubscriptionDriver subscriptions) {
        return new PaymentLoop(
                attempts, refunds, inbox, poller, Optional.ofNullable(subscriptions));
    }

    /** Once the process listens. */
    @Singleton
    @Requires(bean = PaymentLoop.class)
    @Requires(property = "plat.payments.work", notEquals = "false")
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final PaymentLoop loop;

        Start(PaymentLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            loop.start();
        }
    }
}
