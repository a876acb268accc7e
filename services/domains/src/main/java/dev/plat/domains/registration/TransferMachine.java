package dev.plat.domains.registration;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of {@link OrderMachine} that brings names over. A request that is repeated does no harm:
 * while one is under way the registry refuses another, and when the name has come over it is ours
 * already. So nothing but the registry's own word is kept: whose the name is, and whether a
 * transfer by us is under way. Its messages only say that it is worth asking now, since they may be
 * lost, late, or another transfer's.
 */
final class TransferMachine {

    static final String CODE_REFUSED = "transfer-code-refused";
    static final String LOCKED = "transfer-locked";
    static final String REJECTED = "transfer-rejected";
    static final String CANCELLED = "transfer-cancelled";

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_MAX = Duration.ofHours(1);
    private static final int DOUBLED_MAX = 10;
    private static final int UNDER_WAY = 2300;
    private static final int NOT_ELIGIBLE = 2106;
    private static final int OTHER_CODE = 2202;
    private static final int STATUS_PROHIBITS = 2304;
    private static final int MISSING = 2303;
    private static final String PENDING = "pending";

    private final String registrar;

    /**
     * @param registrar our id at the registry
     */
    TransferMachine(String registrar) {
        this.registrar = registrar;
    }

    Order requested(Order order, Reply<Transfer> reply, Instant now) {
        return switch (reply) {
            case Reply.Done<Transfer>(Transfer told) ->
                    told.status().endsWith("Approved")
                            ? order.registered(told.expires().orElse(null), false, now)
                            : order.waiting(OrderState.PENDING, false, now.plus(asked()));
            case Reply.Pending<Transfer> _ ->
                    order.waiting(OrderState.PENDING, false, now.plus(asked()));
            case Reply.Unknown<Transfer> _ -> OrderMachine.askLater(order, now);
            case Reply.Refused<Transfer>(int code, String reason) ->
                    refused(order, code, reason, now);
        };
    }

    private static Order refused(Order order, int code, String reason, Instant now) {
        String why =
                switch (code) {
                    case OTHER_CODE -> CODE_REFUSED;
                    case STATUS_PROHIBITS -> LOCKED;
                    default -> code + " " + reason;
                };
        boolean there = code == UNDER_WAY || code == NOT_ELIGIBLE;
        if (there) {
            return order.waiting(OrderState.UNKNOWN, false, now);
        }
        return order.sent() <= 1 ? order.ended(OrderState.REFUSED, why) : order.doubted(why, now);
    }

    /** What the registry says of the transfer, and of the name. */
    Order looked(Order order, Reply<Transfer> transfer, Reply<DomainInfo> info, Instant now) {
        Optional<Transfer> told =
                transfer instanceof Reply.Done<Transfer>(Transfer it)
                        ? Optional.of(it)
                        : Optional.empty();
        boolean underWay = told.filter(it -> it.status().equals(PENDING)).isPresent();
        boolean byUs = told.filter(it -> it.by().equals(registrar)).isPresent();
        if (underWay && byUs) {
            return OrderMachine.pendingLonger(order, now);
        }
        if (info instanceof Reply.Done<DomainInfo>(DomainInfo name)
                && name.registrar().equals(registrar)) {
            return order.registered(name.expires().orElse(null), true, null);
        }
        if (unanswered(transfer) || unanswered(info)) {
            return OrderMachine.askLater(order, now);
        }
        if (info instanceof Reply.Refused<DomainInfo>(int code, String _) && code == MISSING) {
            return order.ended(OrderState.REFUSED, "the name is gone");
        }
        if (underWay) {
            return order.ended(OrderState.REFUSED, "another registrar is taking it over");
        }
        if (order.state() == OrderState.PENDING) {
            return order.ended(OrderState.REFUSED, told.map(this::ending).orElse(REJECTED));
        }
        return notThere(order, now);
    }

    private String ending(Transfer transfer) {
        boolean ours = transfer.by().equals(registrar);
        return ours && transfer.status().equals("clientCancelled") ? CANCELLED : REJECTED;
    }

    private static Order notThere(Order order, Instant now) {
        String why = order.reason();
        if (why != null) {
            return order.ended(OrderState.REFUSED, why);
        }
        return OrderMachine.late(order, now)
                ? order.ended(OrderState.PARKED, "no answer for a day")
                : order.waiting(OrderState.UNKNOWN, true, now.plus(pause(order.sent())));
    }

    /** None before the first repeat, then twice as long each time. */
    private static Duration pause(int sent) {
        Duration pause = PAUSE.multipliedBy((1L << Math.clamp(sent - 1, 0, DOUBLED_MAX)) - 1);
        return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }

    private static boolean unanswered(Reply<?> reply) {
        return switch (reply) {
            case Reply.Unknown<?> _, Reply.Pending<?> _ -> true;
            case Reply.Done<?> _, Reply.Refused<?> _ -> false;
        };
    }

    private static Duration asked() {
        return OrderMachine.PENDING_ASKED;
    }
}
