package dev.plat.domains.registration;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Decides, without doing anything, what an order does next and what an answer makes of it.
 *
 * <p>EPP has no key that makes a repeated create harmless, so three things stand in for one. That a
 * create goes out is stored first: after a crash nobody believes that nothing was sent. Each order
 * has a secret of its own, which the registry keeps with the name: {@code info} with it says "this
 * order's", where the registrar's id alone would also say so of a name that another of our
 * customers bought meanwhile. And a create is repeated only when the registry has not known the
 * name for so long after the last one that the last one can no longer be on its way; if it still
 * was, the repeat is refused because the name is there, and {@code info} finds it ours.
 */
final class OrderMachine {

    /** Since the last create: when the registry is asked, and from the last on also hourly. */
    static final List<Duration> ASKED_AFTER =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));

    static final Duration SETTLED = Duration.ofMinutes(5);
    static final Duration ASKED_THEN = Duration.ofHours(1);

    /** Messages get lost: a pending order is asked about, too. */
    static final Duration PENDING_ASKED = Duration.ofHours(12);

    /** Registries decide within five days; the rest is for their clocks. */
    static final Duration PENDING_MAX = Duration.ofDays(7);

    static final Duration UNKNOWN_MAX = Duration.ofHours(24);

    private static final int EXISTS = 2302;
    private static final int MISSING = 2303;
    private static final int OTHER_CODE = 2202;
    private static final int OTHER_REGISTRAR = 2201;
    private static final String TAKEN = "name-taken";

    private final String registrar;
    private final Guards guards;
    private final Duration lease;
    private final TransferMachine transfers;

    /**
     * @param registrar our id at the registry
     * @param lease longer than a step may take, so that two never work at one order at a time
     */
    OrderMachine(String registrar, Guards guards, Duration lease) {
        this.registrar = registrar;
        this.guards = guards;
        this.lease = lease;
        this.transfers = new TransferMachine(registrar);
    }

    /** An order as it is stored before the registry is asked, and what to ask. */
    record Begun(Order order, Ask ask) {}

    /** Takes it up, if it is due. */
    Optional<Begun> begin(Order order, Instant now) {
        if (order.due() == null || order.due().isAfter(now)) {
            return Optional.empty();
        }
        Order taken = order.taken(now.plus(lease));
        boolean sends = order.state() == OrderState.SUBMITTED || order.again();
        if (!sends) {
            boolean moving = order.transfers() && !order.state().last();
            return Optional.of(new Begun(taken, moving ? Ask.TRANSFERRED : Ask.INFO));
        }
        Ask ask =
                order.transfers() ? Ask.TRANSFER : order.renews() == null ? Ask.CREATE : Ask.RENEW;
        return Optional.of(new Begun(guards.storedStep() ? taken.sending(now) : taken, ask));
    }

    boolean asksWithCode() {
        return guards.ownCode();
    }

    /** What an answer makes of it. */
    Order hear(Order order, Heard heard, Instant now) {
        if (order.state().last() && order.due() == null) {
            return order;
        }
        return switch (heard) {
            case Heard.Sent(Reply<Registered> reply) -> sent(order, reply, now);
            case Heard.Informed(Reply<DomainInfo> reply) -> informed(order, reply, now);
            case Heard.Decided(boolean granted) -> decided(order, granted, now);
            case Heard.Requested(Reply<Transfer> reply) -> transfers.requested(order, reply, now);
            case Heard.Looked(Reply<Transfer> transfer, Reply<DomainInfo> info) ->
                    transfers.looked(order, transfer, info, now);
        };
    }

    private Order sent(Order order, Reply<Registered> reply, Instant now) {
        return switch (reply) {
            case Reply.Done<Registered>(Registered told) ->
                    // the date is only told; what counts is asked for at once
                    order.registered(told.expires(), false, now);
            case Reply.Pending<Registered> _ ->
                    order.waiting(OrderState.PENDING, false, now.plus(PENDING_ASKED));
            case Reply.Unknown<Registered> _ -> askLater(order, now);
            case Reply.Refused<Registered>(int code, String reason) ->
                    refused(order, code, reason, now);
        };
    }

    /**
     * Of the first create a refusal is the last word; later ones may meet an earlier one's work.
     */
    private static Order refused(Order order, int code, String reason, Instant now) {
        boolean first = order.sent() <= 1;
        if (order.renews() != null || (code == EXISTS && !first)) {
            return order.waiting(OrderState.UNKNOWN, false, now);
        }
        String why = code == EXISTS ? TAKEN : code + " " + reason;
        return first ? order.ended(OrderState.REFUSED, why) : order.doubted(why, now);
    }

    private Order informed(Order order, Reply<DomainInfo> reply, Instant now) {
        return switch (reply) {
            case Reply.Done<DomainInfo>(DomainInfo info) -> found(order, info, now);
            case Reply.Refused<DomainInfo>(int code, String _) when code == MISSING ->
                    missing(order, now);
            case Reply.Refused<DomainInfo>(int code, String _)
                    when code == OTHER_CODE || code == OTHER_REGISTRAR ->
                    order.renews() == null && !order.transfers()
                            ? order.ended(OrderState.REFUSED, TAKEN)
                            : order.ended(OrderState.PARKED, "the name is not ours any more");
            case Reply.Refused<DomainInfo> _,
                    Reply.Pending<DomainInfo> _,
                    Reply.Unknown<DomainInfo> _ ->
                    askLater(order, now);
        };
    }

    private Order found(Order order, DomainInfo info, Instant now) {
        if (!info.registrar().equals(registrar)) {
            if (order.transfers()) {
                return order.ended(OrderState.PARKED, "another registrar has it by now");
            }
            return order.renews() == null && !guards.ownCode()
                    ? order.ended(OrderState.REFUSED, TAKEN)
                    : order.ended(OrderState.PARKED, "another registrar has it with our code");
        }
        if (info.statuses().contains("pendingCreate")) {
            return pendingLonger(order, now);
        }
        Instant expires = info.expires().orElse(null);
        if (order.renews() == null) {
            return order.registered(expires, true, null);
        }
        LocalDate date =
                expires == null ? order.renews() : expires.atOffset(ZoneOffset.UTC).toLocalDate();
        if (date.isAfter(order.renews())) {
            return order.registered(expires, true, null);
        }
        // the current date in a renewal makes its repeat harmless
        return late(order, now)
                ? order.ended(OrderState.PARKED, "not renewed in time")
                : order.waiting(OrderState.UNKNOWN, true, now.plus(ASKED_AFTER.getFirst()));
    }

    private Order missing(Order order, Instant now) {
        if (order.renews() != null) {
            return order.ended(OrderState.PARKED, "the name is gone");
        }
        return switch (order.state()) {
            case PENDING -> order.ended(OrderState.REFUSED, "refused by the registry");
            case REGISTERED -> order.ended(OrderState.PARKED, "registered, and then gone");
            case QUOTED, HELD, SUBMITTED, UNKNOWN, REFUSED, PARKED -> {
                if (late(order, now)) {
                    yield order.ended(OrderState.PARKED, "no answer for a day");
                }
                Instant last = order.lastSent();
                boolean settled = last == null || !now.isBefore(last.plus(SETTLED));
                if (!settled) {
                    yield askLater(order, now);
                }
                yield order.reason() == null
                        ? order.waiting(OrderState.UNKNOWN, true, now)
                        : order.ended(OrderState.REFUSED, order.reason());
            }
        };
    }

    private static Order decided(Order order, boolean granted, Instant now) {
        if (order.state() != OrderState.PENDING && order.state() != OrderState.UNKNOWN) {
            return order;
        }
        return granted
                ? order.registered(order.expires(), false, now)
                : order.ended(OrderState.REFUSED, "refused by the registry");
    }

    static Order pendingLonger(Order order, Instant now) {
        Instant since = order.submitted() == null ? now : order.submitted();
        return now.isAfter(since.plus(PENDING_MAX))
                ? order.ended(OrderState.PARKED, "pending for too long")
                : order.waiting(OrderState.PENDING, false, now.plus(PENDING_ASKED));
    }

    static boolean late(Order order, Instant now) {
        return order.submitted() != null && now.isAfter(order.submitted().plus(UNKNOWN_MAX));
    }

    /** At the next of the times since the last create that is still to come. */
    static Order askLater(Order order, Instant now) {
        if (order.state() == OrderState.PENDING) {
            return pendingLonger(order, now);
        }
        if (late(order, now)) {
            return order.state() == OrderState.REGISTERED
                    ? order.registered(order.expires(), false, null)
                    : order.ended(OrderState.PARKED, "no answer for a day");
        }
        Instant last = order.lastSent() == null ? now : order.lastSent();
        Instant next =
                ASKED_AFTER.stream()
                        .map(last::plus)
                        .filter(at -> at.isAfter(now))
                        .findFirst()
                        .orElse(now.plus(ASKED_THEN));
        OrderState state =
                order.state() == OrderState.REGISTERED ? order.state() : OrderState.UNKNOWN;
        return state == OrderState.REGISTERED
                ? order.registered(order.expires(), false, next)
                : order.waiting(state, false, next);
    }
}
