package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Answer;
import dev.plat.checkout.order.Effect;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.Services;
import dev.plat.schemas.PlatException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the services themselves. Each of them keeps what it did for an order, so a repeated question
 * is answered as the first.
 *
 * <p>Threads: safe; blocking.
 */
public final class RemoteServices implements Services {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteServices.class);

    private final Domains domains;
    private final Payments payments;
    private final Plans plans;
    private final Coupons coupons;

    /**
     * @param pages where buyers come back to, with the order's id behind it
     */
    public RemoteServices(ServiceClient client, String pages) {
        this.domains = new Domains(client);
        this.payments = new Payments(client, pages);
        this.plans = new Plans(client);
        this.coupons = new Coupons(client);
    }

    @Override
    public Answer ask(Order order, Effect effect, String key) {
        try {
            return answer(order, effect);
        } catch (PlatException e) {
            LOG.warn("effect={} is asked again later: {}", key, e.toString());
            return new Answer.Later();
        }
    }

    /** Another page to pay at. */
    public Optional<String> payAgain(Order order) {
        return payments.again(order);
    }

    private Answer answer(Order order, Effect effect) {
        return switch (effect.step()) {
            case HOLD_NAME -> domains.hold(order, line(order, effect));
            case RELEASE_NAME -> domains.release(order, line(order, effect));
            case REGISTER_NAME -> domains.register(order, line(order, effect));
            case HOLD_COUPON -> coupons.hold(order);
            case CONFIRM_COUPON -> coupons.confirm(order);
            case RELEASE_COUPON -> coupons.release(order);
            case OPEN_PAYMENT -> payments.open(order);
            case SECURE_PAYMENT -> payments.secured(order);
            case EXPIRE_PAYMENT -> payments.expire(order);
            case CAPTURE -> payments.capture(order, amount(effect));
            case VOID -> payments.letGo(order);
            case REFUND -> payments.refund(order, amount(effect));
            case START_PLAN -> plans.start(order, line(order, effect));
            case END_PLAN -> plans.end(order, line(order, effect));
        };
    }

    private static OrderLine line(Order order, Effect effect) {
        return order.lines().get(effect.line() - 1);
    }

    private static Amount amount(Effect effect) {
        return Objects.requireNonNull(effect.amount(), effect.key());
    }
}
