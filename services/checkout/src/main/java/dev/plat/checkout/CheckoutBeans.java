package dev.plat.checkout;

import dev.plat.chassis.NoCardNumbers;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.figures.Figures;
import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Handoffs;
import dev.plat.checkout.call.Names;
import dev.plat.checkout.call.People;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.call.RemoteServices;
import dev.plat.checkout.cart.Carts;
import dev.plat.checkout.order.OrderBook;
import dev.plat.checkout.order.OrderDriver;
import dev.plat.checkout.order.OrderFigures;
import dev.plat.checkout.order.Patience;
import dev.plat.checkout.order.PostgresOrderBook;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.StoppingPoints;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;

/** Puts the process together. */
@Factory
final class CheckoutBeans {

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("checkout", Tier.CHECKOUT, Set.of());
    }

    @Singleton
    NoCardNumbers noCardNumbers() {
        return new NoCardNumbers();
    }

    @Singleton
    ControlPoints points() {
        return StoppingPoints.ofProperties();
    }

    @Singleton
    RemoteServices services(ServiceClient client, CheckoutConfig config) {
        return new RemoteServices(client, config.orders());
    }

    @Singleton
    Quotes quotes(ServiceClient client) {
        return new Quotes(client);
    }

    @Singleton
    Names names(ServiceClient client) {
        return new Names(client);
    }

    @Singleton
    Billing billing(ServiceClient client) {
        return new Billing(client);
    }

    @Singleton
    People people(ServiceClient client) {
        return new People(client);
    }

    @Singleton
    Handoffs handoffs(ServiceClient client) {
        return new Handoffs(client);
    }

    @Singleton
    Carts carts(Router router, IdGenerator ids, InstantSource clock) {
        return new Carts(router, ids, clock);
    }

    @Singleton
    OrderBook book(Router router) {
        return new PostgresOrderBook(router);
    }

    @Singleton
    OrderDriver driver(
            OrderBook book, RemoteServices services, InstantSource clock, ControlPoints points) {
        return new OrderDriver(book, services, Patience.USUAL, clock, points);
    }

    @Singleton
    Purchases purchases(
            OrderBook book,
            OrderDriver driver,
            RemoteServices services,
            Quotes quotes,
            IdGenerator ids,
            InstantSource clock) {
        return new Purchases(book, driver, services, quotes, ids, clock);
    }

    @Singleton
    Figures figures(Router router, InstantSource clock) {
        return OrderFigures.of(router, clock);
    }

    @Singleton
    OrderDesk desk(OrderBook book, OrderDriver driver, InstantSource clock) {
        return new OrderDesk(book, driver, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    OrderLoop loop(OrderBook book, OrderDriver driver, InstantSource clock) {
        return new OrderLoop(book, driver, clock);
    }

    /** Once the process listens. */
    @Singleton
    @Requires(property = "plat.checkout.work", notEquals = "false")
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final OrderLoop loop;

        Start(OrderLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            loop.start();
        }
    }
}
