package dev.plat.payments.webhook;

import dev.plat.payments.provider.EventPage;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.router.core.Router;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the provider's own list of events each minute, a little further back than it has read, so
 * that a dead endpoint loses nothing. One process does at a time. How far it has read is told by
 * the provider's clock, and only once all up to there is kept.
 *
 * <p>Threads: safe.
 */
public final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Events appear in the list a little after what they tell of. */
    private static final Duration BACK = Duration.ofMinutes(10);

    /**
     * A million events: the list begins with the newest, so it is read to its end or not at all.
     */
    private static final int PAGES_MAX = 10_000;

    private final Router router;
    private final PaymentProvider provider;
    private final Inbox inbox;
    private final InstantSource clock;
    private final CursorSql cursor = new CursorSql();

    public Poller(Router router, PaymentProvider provider, Inbox inbox, InstantSource clock) {
        this.router = router;
        this.provider = provider;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Reads, when it is time.
     *
     * @return how many events were new
     */
    public int poll() {
        Optional<Instant> taken =
                router.write(
                        name(), tx -> cursor.take(tx, provider.name(), clock.instant(), EVERY));
        return taken.isPresent() ? read(taken.get()) : 0;
    }

    private int read(Instant seen) {
        Instant newest = seen;
        Optional<String> before = Optional.empty();
        int found = 0;
        for (int page = 0; page < PAGES_MAX; page++) {
            Optional<EventPage> events = provider.events(seen.minus(BACK), before);
            if (events.isEmpty()) {
                return found;
            }
            for (ProviderEvent event : events.get().events()) {
                found += inbox.keep(event, Inbox.Source.POLL) ? 1 : 0;
                newest = newest.isAfter(event.created()) ? newest : event.created();
                before = Optional.of(event.id());
            }
            if (!events.get().more()) {
                advance(newest);
                return found;
            }
        }
        LOG.error("the provider's list of events is longer than can be read at once");
        return found;
    }

    private void advance(Instant to) {
        router.write(
                name(),
                tx -> {
                    cursor.advance(tx, provider.name(), to);
                    return Boolean.TRUE;
                });
    }

    private Name name() {
        return new Name(NameKind.PROVIDER, provider.name());
    }
}
