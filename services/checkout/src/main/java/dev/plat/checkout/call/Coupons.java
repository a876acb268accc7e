package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Answer;
import dev.plat.checkout.order.Order;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Coupons, at the payments service: held there for the order. */
final class Coupons {

    private static final String SERVICE = "payments";
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final ServiceClient client;

    Coupons(ServiceClient client) {
        this.client = client;
    }

    @Serdeable
    record Holder(String account) {}

    @Serdeable
    record Nothing() {}

    @Serdeable
    record Held(String state) {}

    Answer hold(Order order) {
        return settled(() ->
                client.put(
                        SERVICE,
                        path(order),
                        new Holder(order.account().toString()),
                        Held.class,
                        Deadline.in(CALL_MAX)));
    }

    Answer confirm(Order order) {
        return settled(() ->
                client.post(
                        SERVICE,
                        path(order) + "/confirm",
                        new Nothing(),
                        Optional.empty(),
                        Held.class,
                        Deadline.in(CALL_MAX)));
    }

    /** Also what was not held: it will not be then. */
    Answer release(Order order) {
        return settled(() -> {
            client.delete(SERVICE, path(order), Deadline.in(CALL_MAX));
            return "";
        });
    }

    private interface Call {
        Object made();
    }

    private static Answer settled(Call call) {
        try {
            call.made();
            return new Answer.Done("");
        } catch (PlatException e) {
            if (e.code() == ErrorCode.COUPON_REFUSED) {
                return new Answer.Refused("the coupon is refused: " + e.facts().get("rule"));
            }
            if (e.code() == ErrorCode.ORDER_STATE) {
                return new Answer.Refused(e.text());
            }
            throw e;
        }
    }

    private static String path(Order order) {
        String code = Objects.requireNonNull(order.terms().coupon());
        return "/internal/v1/coupon-holds/"
                + order.id()
                + "/"
                + URLEncoder.encode(code, StandardCharsets.UTF_8);
    }
}
