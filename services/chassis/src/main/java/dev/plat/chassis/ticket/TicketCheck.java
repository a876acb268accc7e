package dev.plat.chassis.ticket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plat.chassis.hints.Hints;
import dev.plat.schemas.Id;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a well-signed ticket still holds. The authority is asked once for each session; after
 * that the push channel is trusted to say when something changed, for as long as its heartbeat is
 * heard. Silence of {@link #SILENCE} or a new subscription makes every answer worth {@link #ASKED}
 * only, so a lost push never looks like good news. A revocation takes away the remembered answer
 * instead of remembering a tombstone: forgetting is then always safe.
 *
 * <p>Threads: safe.
 */
@Singleton
public final class TicketCheck {

    public static final String REVOKED_CHANNEL = "plat:revoked";
    public static final String BEAT_CHANNEL = "plat:beat";
    static final Duration SILENCE = Duration.ofSeconds(2);
    static final Duration ASKED = Duration.ofSeconds(1);
    private static final int SESSIONS_MAX = 100_000;

    private final SessionAuthority authority;
    private final Ticker ticker;
    private final Cache<Id, Confirmation> confirmed =
            Caffeine.newBuilder()
                    .maximumSize(SESSIONS_MAX)
                    .expireAfterWrite(TicketCodec.LIFE)
                    .build();
    private final AtomicLong revocations = new AtomicLong();
    private final Object beatLock = new Object();
    private volatile long lastBeat;
    private volatile long heardSince;

    @Inject
    TicketCheck(SessionAuthority authority, Hints hints) {
        this(authority, Ticker.systemTicker());
        hints.subscribe(BEAT_CHANNEL, text -> beat());
        hints.subscribe(REVOKED_CHANNEL, this::revoked, this::subscribed);
    }

    TicketCheck(SessionAuthority authority, Ticker ticker) {
        this.authority = authority;
        this.ticker = ticker;
        long now = ticker.read();
        lastBeat = now - SILENCE.toNanos() - 1;
        heardSince = now;
    }

    /**
     * True while the ticket holds.
     *
     * @throws dev.plat.schemas.PlatException a retryable code when nobody can tell just now
     */
    boolean holds(Ticket ticket) {
        Confirmation known = confirmed.getIfPresent(ticket.session());
        if (known != null && known.epoch == ticket.epoch() && stillGood(known)) {
            return true;
        }
        long before = revocations.get();
        long asked = ticker.read();
        if (!authority.holds(ticket)) {
            confirmed.invalidate(ticket.session());
            return false;
        }
        confirmed.put(ticket.session(), new Confirmation(ticket.account(), ticket.epoch(), asked));
        if (revocations.get()
                != before) { // one arrived while we asked: the answer may be older than it
            confirmed.invalidate(ticket.session());
        }
        return true;
    }

    void beat() {
        synchronized (beatLock) {
            long now = ticker.read();
            if (now - lastBeat > SILENCE.toNanos()) {
                heardSince = now;
            }
            lastBeat = now;
        }
    }

    /** What was pushed before this moment may be lost: Redis keeps nothing for who is away. */
    void subscribed() {
        heardSince = ticker.read();
    }

    /** {@code text} is the id of a session, or of an account whose epoch rose. */
    void revoked(String text) {
        revocations.incrementAndGet();
        confirmed
                .asMap()
                .entrySet()
                .removeIf(entry ->
                        entry.getKey().toString().equals(text)
                                || entry.getValue().account.toString().equals(text));
    }

    private boolean stillGood(Confirmation known) {
        long now = ticker.read();
        boolean channelHeard =
                now - lastBeat <= SILENCE.toNanos() && known.askedNanos - heardSince >= 0;
        return channelHeard || now - known.askedNanos <= ASKED.toNanos();
    }

    private record Confirmation(Id account, long epoch, long askedNanos) {}
}
