package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Answer;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;

/** What accounts are on, at the payments service: known there by the order's line. */
final class Plans {

    private static final String SERVICE = "payments";
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final ServiceClient client;

    Plans(ServiceClient client) {
        this.client = client;
    }

    @Serdeable
    record Start(
            String account,
            String price,
            int quantity,
            Payments.Sum paid,
            String payment,
            String jurisdiction,
            String percent) {}

    @Serdeable
    record Started(String subscription, String state) {}

    Answer start(Order order, OrderLine line) {
        try {
            Started started =
                    client.put(
                            SERVICE,
                            path(order, line),
                            new Start(
                                    order.account().toString(),
                                    line.price(),
                                    line.quantity(),
                                    Payments.sum(line.total()),
                                    Payments.payment(order),
                                    line.within().jurisdiction(),
                                    line.within().percent()),
                            Started.class,
                            Deadline.in(CALL_MAX));
            return new Answer.Done(started.subscription());
        } catch (PlatException e) {
            if (e.code() == ErrorCode.ORDER_STATE || e.code() == ErrorCode.PRICE_GONE) {
                return new Answer.Refused(e.text());
            }
            throw e;
        }
    }

    /** Also what was not started: it will not be then. */
    Answer end(Order order, OrderLine line) {
        client.delete(SERVICE, path(order, line), Deadline.in(CALL_MAX));
        return new Answer.Done("");
    }

    private static String path(Order order, OrderLine line) {
        return "/internal/v1/subscriptions/" + order.id() + "/" + line.number();
    }
}
