package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Answer;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The domains service: names are held, registered and let go under a key of the order's line. What
 * is held and never registered is let go there by itself, after the time that is asked for here.
 */
final class Domains {

    private static final String SERVICE = "domains";
    private static final String NAMES = "/internal/v1/names/";
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    /** Longer than an order may be paid, so that nobody pays for a name that is let go. */
    private static final Duration HELD = Duration.ofMinutes(75);

    /** About the name; whatever else goes wrong is not the buyer's. */
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(
                    ErrorCode.NAME_TAKEN,
                    ErrorCode.NAME_IN_USE,
                    ErrorCode.NAME_PREMIUM,
                    ErrorCode.NAME_INVALID,
                    ErrorCode.NAME_IS_SUFFIX,
                    ErrorCode.NAME_RESERVED,
                    ErrorCode.WILDCARD_REFUSED,
                    ErrorCode.ADDRESS_REFUSED,
                    ErrorCode.FIELD_INVALID,
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    ErrorCode.NOT_FOUND);

    private final ServiceClient client;

    Domains(ServiceClient client) {
        this.client = client;
    }

    @Serdeable
    record Hold(
            String account,
            String effect,
            String name,
            int years,
            @Nullable String site,
            long seconds) {}

    @Serdeable
    record Which(String account, String effect) {}

    /** What of the answer is looked at. */
    @Serdeable
    record Standing(String registration, String state, String sentence) {}

    Answer hold(Order order, OrderLine line) {
        Id site = line.site();
        try {
            Standing standing =
                    post(
                            "hold",
                            new Hold(
                                    order.account().toString(),
                                    key(order, line),
                                    line.subject(),
                                    line.quantity(),
                                    site == null ? null : site.toString(),
                                    HELD.toSeconds()));
            return switch (standing.state()) {
                case "refused", "gone" -> new Answer.Refused(standing.sentence());
                default -> new Answer.Done(standing.registration());
            };
        } catch (PlatException e) {
            if (REFUSALS.contains(e.code())) {
                return new Answer.Refused(e.code().text());
            }
            throw e;
        }
    }

    Answer register(Order order, OrderLine line) {
        Optional<Standing> standing = which("register", order, line);
        if (standing.isEmpty()) {
            return new Answer.Refused("it was not held");
        }
        return switch (standing.get().state()) {
            case "registered", "active" -> new Answer.Done(standing.get().registration());
            case "refused", "gone" -> new Answer.Refused(standing.get().sentence());
            default -> new Answer.Later();
        };
    }

    /** What was never held is let go, too: a hold that comes later ends by itself. */
    Answer release(Order order, OrderLine line) {
        return new Answer.Done(which("release", order, line).map(Standing::state).orElse("gone"));
    }

    private Optional<Standing> which(String what, Order order, OrderLine line) {
        try {
            return Optional.of(post(what, new Which(order.account().toString(), key(order, line))));
        } catch (PlatException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Standing post(String what, Object body) {
        return client.post(
                SERVICE,
                NAMES + what,
                body,
                Optional.empty(),
                Standing.class,
                Deadline.in(CALL_MAX));
    }

    private static String key(Order order, OrderLine line) {
        return order.id() + "/" + line.number();
    }
}
