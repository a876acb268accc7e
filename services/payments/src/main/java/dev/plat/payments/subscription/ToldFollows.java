package dev.plat.payments.subscription;

import dev.plat.payments.outgoing.Event;
import dev.plat.payments.outgoing.EventType;
import dev.plat.payments.outgoing.Telling;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tells an account how its subscription stands now, after what follows from it. */
public final class ToldFollows implements Follows {

    private final Follows first;
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final Telling telling = new Telling();

    public ToldFollows(Follows first) {
        this.first = first;
    }

    @Override
    public void from(Tx tx, Id account, Optional<Subscription> live, Instant now)
            throws SQLException {
        first.from(tx, account, live, now);
        // What is over is the newest, for an account has one at a time.
        Optional<Subscription> stands =
                live.isPresent() ? live : subscriptions.of(tx, account).stream().findFirst();
        if (stands.isPresent()) {
            Subscription it = stands.get();
            telling.tell(
                    tx,
                    new Event(
                            type(it, now),
                            account,
                            it.id() + "/" + now,
                            now,
                            Map.of(
                                    "subscription", it.id().toString(),
                                    "state", it.state().text(),
                                    "plan", it.plan(),
                                    "price", it.price()),
                            Optional.empty()));
        }
    }

    private static EventType type(Subscription it, Instant now) {
        return switch (it.state()) {
            case ACTIVE ->
                    it.started().equals(now)
                            ? EventType.SUBSCRIPTION_STARTED
                            : EventType.SUBSCRIPTION_UPDATED;
            case PAST_DUE -> EventType.SUBSCRIPTION_PAST_DUE;
            case SUSPENDED -> EventType.SUBSCRIPTION_SUSPENDED;
            case CANCELLED -> EventType.SUBSCRIPTION_CANCELLED;
        };
    }
}
