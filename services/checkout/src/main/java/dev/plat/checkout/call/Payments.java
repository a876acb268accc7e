package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Answer;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The payments service. An order has one payment and at most one refund; their ids are the order's
 * own number with another kind, so that nobody has to remember them.
 */
final class Payments {

    private static final String SERVICE = "payments";
    private static final String PATH = "/internal/v1/payments";
    private static final Duration CALL_MAX = Duration.ofSeconds(30);
    private static final String PERSON = "a person has to look at the payment";

    private final ServiceClient client;
    private final String pages;

    /**
     * @param pages where buyers come back to, with the order's id behind it
     */
    Payments(ServiceClient client, String pages) {
        this.client = client;
        this.pages = pages;
    }

    @Serdeable
    record Sum(long amount, String currency) {}

    @Serdeable
    record New(
            String payment,
            String account,
            String order,
            Sum amount,
            String capture,
            String returnUrl,
            String cancelUrl,
            List<Line> lines) {}

    /** As it was sold, for the invoice. */
    @Serdeable
    record Line(
            int line,
            String kind,
            String subject,
            String price,
            int quantity,
            long total,
            long discount,
            @Nullable String coupon,
            long tax,
            String jurisdiction,
            @Nullable String percent) {}

    /**
     * @param lines for which; null: for all
     */
    @Serdeable
    record Part(Sum amount, @Nullable List<Integer> lines) {}

    /**
     * @param lines for which; null: a share of each
     * @param upTo whether what is left will do, where not so much is
     */
    @Serdeable
    record NewRefund(String refund, Sum amount, @Nullable List<Integer> lines, boolean upTo) {}

    /** What of the answer is looked at. */
    @Serdeable
    record Standing(String payment, String state, @Nullable String page) {}

    /** What of the answer is looked at. */
    @Serdeable
    record Refunded(String refund, String state, @Nullable String reason) {}

    Answer open(Order order) {
        Standing standing;
        try {
            standing = opened(order);
        } catch (PlatException e) {
            return refusedIf(e, ErrorCode.AMOUNT_TOO_SMALL);
        }
        String page = standing.page();
        if (page != null) {
            return new Answer.Done(page);
        }
        return switch (standing.state()) {
            case "voided", "declined" -> new Answer.Refused("the provider does not take it");
            case "review" -> new Answer.Refused(PERSON);
            default -> new Answer.Later();
        };
    }

    Answer secured(Order order) {
        return secured(get(order));
    }

    private static Answer secured(Standing standing) {
        return switch (standing.state()) {
            case "authorised", "captured" -> new Answer.Done(standing.state());
            case "review" -> new Answer.Refused(PERSON);
            default -> new Answer.Later();
        };
    }

    /** Opened first where it is not known to be: nothing that comes later can open it then. */
    Answer expire(Order order) {
        if (!order.opened()) {
            try {
                opened(order);
            } catch (PlatException e) {
                if (e.code() == ErrorCode.AMOUNT_TOO_SMALL) {
                    return new Answer.Done("never opened"); // nor can it be
                }
                throw e;
            }
        }
        Standing standing = post(path(order) + "/expire", new Nothing());
        return switch (standing.state()) {
            case "voided", "declined" -> new Answer.Done(standing.state());
            case "authorised", "captured", "review" -> new Answer.Refused(standing.state());
            default -> new Answer.Later();
        };
    }

    @Serdeable
    record Nothing() {}

    Answer capture(Order order, Amount amount) {
        try {
            Standing standing =
                    post(path(order) + "/capture", new Part(sum(amount), taken(order, amount)));
            return switch (standing.state()) {
                case "captured" -> new Answer.Done("");
                case "voided", "declined" -> new Answer.Refused("the hold has ended");
                default -> new Answer.Later();
            };
        } catch (PlatException e) {
            return refusedIf(e, ErrorCode.ORDER_STATE);
        }
    }

    /** What is taken before all is had is taken for all. */
    private static @Nullable List<Integer> taken(Order order, Amount amount) {
        return amount.equals(order.total())
                ? null
                : order.delivered().stream().map(OrderLine::number).toList();
    }

    Answer letGo(Order order) {
        try {
            Standing standing = post(path(order) + "/cancel", new Nothing());
            return switch (standing.state()) {
                case "voided", "declined" -> new Answer.Done("");
                case "captured" -> new Answer.Refused("the money was taken");
                case "review" -> new Answer.Refused(PERSON);
                default -> new Answer.Later();
            };
        } catch (PlatException e) {
            return refusedIf(e, ErrorCode.ORDER_STATE);
        }
    }

    /**
     * Where nothing was delivered all goes back, or what an operator has left of it. Else they may
     * have given back what is owed or something else: too much is refused, and a person decides.
     */
    Answer refund(Order order, Amount amount) {
        try {
            Refunded refunded =
                    client.post(
                            SERVICE,
                            path(order) + "/refunds",
                            new NewRefund(
                                    new Id(IdKind.REFUND, order.id().uuid()).toString(),
                                    sum(amount),
                                    order.lines().stream()
                                            .filter(line -> !order.delivered().contains(line))
                                            .map(OrderLine::number)
                                            .toList(),
                                    order.delivered().isEmpty()),
                            Optional.empty(),
                            Refunded.class,
                            Deadline.in(CALL_MAX));
            return switch (refunded.state()) {
                case "done" -> new Answer.Done("");
                case "failed", "review" ->
                        new Answer.Refused(
                                refunded.reason() == null ? refunded.state() : refunded.reason());
                default -> new Answer.Later();
            };
        } catch (PlatException e) {
            boolean gone =
                    e.code() == ErrorCode.REFUND_TOO_LARGE
                            && e.facts().get("allowed") instanceof Number left
                            && left.longValue() == 0;
            return gone
                    ? new Answer.Done("all was given back before")
                    : refusedIf(e, ErrorCode.REFUND_TOO_LARGE);
        }
    }

    /**
     * Closes the page that is open and opens another, as a buyer wants whose card was declined.
     *
     * @throws PlatException {@code payment-in-progress}, {@code too-many-attempts}
     */
    Optional<String> again(Order order) {
        return Optional.ofNullable(post(path(order) + "/attempt", new Nothing()).page());
    }

    private static Answer refusedIf(PlatException e, ErrorCode code) {
        if (e.code() == code) {
            return new Answer.Refused(e.text());
        }
        throw e;
    }

    private Standing opened(Order order) {
        String back = pages + order.id();
        return post(
                PATH,
                new New(
                        payment(order),
                        order.account().toString(),
                        order.id().toString(),
                        sum(order.total()),
                        order.manual() ? "manual" : "automatic",
                        back + "?back=true",
                        back,
                        order.lines().stream().map(line -> line(order, line)).toList()));
    }

    private static Line line(Order order, OrderLine line) {
        OrderLine.Within within = line.within();
        return new Line(
                line.number(),
                line.kind().text(),
                line.subject(),
                line.price(),
                line.quantity(),
                line.total().minor(),
                within.discount(),
                within.discount() == 0 ? null : order.terms().coupon(),
                within.tax(),
                within.jurisdiction(),
                within.jurisdiction().isEmpty() ? null : within.percent());
    }

    private Standing get(Order order) {
        return client.get(SERVICE, path(order), Standing.class, Deadline.in(CALL_MAX));
    }

    private Standing post(String path, Object body) {
        return client.post(
                SERVICE, path, body, Optional.empty(), Standing.class, Deadline.in(CALL_MAX));
    }

    private static String path(Order order) {
        return PATH + "/" + payment(order);
    }

    static String payment(Order order) {
        return new Id(IdKind.PAYMENT, order.id().uuid()).toString();
    }

    static Sum sum(Amount amount) {
        return new Sum(amount.minor(), amount.currency());
    }
}
