package dev.plat.payments.outgoing;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The endpoints of accounts: named, listed, disabled, given a new key, taken away.
 *
 * <p>Errors: {@code not-found} for what is not the account's, and as each says.
 *
 * <p>Threads: safe; blocking.
 */
public final class Endpoints {

    /** As many slots as the table has. */
    public static final int MOST = 5;

    private static final int TRIES = 3;
    private static final Duration SCATTER = Duration.ofSeconds(10);

    /** A receiver has a day to take up the new secret. */
    private static final Duration BOTH = Duration.ofHours(24);

    private final Router router;
    private final Reach reach;
    private final SigningKeys keys;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final EndpointSql endpoints = new EndpointSql();
    private final DeliverySql deliveries = new DeliverySql();

    public Endpoints(
            Router router, Reach reach, SigningKeys keys, IdGenerator ids, InstantSource clock) {
        this.router = router;
        this.reach = reach;
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * An endpoint with the secret that signs from now on.
     *
     * @param secret {@code whsec_…}; this is the only time that it is told
     */
    public record WithSecret(Endpoint endpoint, String secret) {}

    /**
     * Names one.
     *
     * @param types of events; none: all
     * @throws PlatException {@code field-invalid} or {@code address-refused} for a URL that nothing
     *     is sent to, {@code endpoint-limit} beyond {@value #MOST}
     */
    public WithSecret register(Id account, String url, List<String> types) {
        for (String type : types) {
            if (EventType.of(type).isEmpty()) {
                throw PlatException.invalidField(
                        "types",
                        type,
                        Arrays.stream(EventType.values()).map(EventType::text).toList().toString());
            }
        }
        String judged = reach.judged(url).toString();
        Endpoint fresh =
                new Endpoint(
                        ids.next(IdKind.ENDPOINT, account),
                        account,
                        judged,
                        types.stream().distinct().sorted().toList(),
                        Optional.empty(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        1,
                        Optional.empty(),
                        Optional.empty());
        for (int i = 0; i < TRIES; i++) {
            if (router.<Boolean>write(account, tx -> registered(tx, fresh))) {
                return new WithSecret(fresh, keys.text(fresh.id(), 1));
            }
        }
        throw new PlatException(ErrorCode.TRY_AGAIN, "Others name endpoints at this moment.");
    }

    private boolean registered(Tx tx, Endpoint fresh) throws SQLException {
        List<Endpoint> known = endpoints.of(tx, fresh.account());
        if (known.stream().anyMatch(it -> it.url().equals(fresh.url()))) {
            throw PlatException.invalidField("url", fresh.url(), "one that is not named yet");
        }
        if (known.size() >= MOST) {
            throw new PlatException(
                    ErrorCode.ENDPOINT_LIMIT,
                    "An account has a few endpoints only.",
                    "value",
                    known.size() + 1,
                    "expected",
                    "at most " + MOST);
        }
        return endpoints.insert(tx, fresh, MOST);
    }

    /** The oldest first. */
    public List<Endpoint> of(Id account) {
        return router.read(account, tx -> endpoints.of(tx, account));
    }

    /** Those of all accounts that take nothing or have parked events, some of each shard. */
    public List<Endpoint> troubled(int most) {
        return router
                .scatter(Deadline.in(SCATTER), tx -> endpoints.troubled(tx, most))
                .parts()
                .stream()
                .flatMap(List::stream)
                .limit(most)
                .toList();
    }

    /** Nothing more is sent to it; what was on its way is parked. */
    public Endpoint disable(Id account, Id endpoint) {
        return changed(
                account,
                endpoint,
                (tx, it) -> {
                    if (it.reason().isEmpty()) {
                        endpoints.set(tx, endpoint, Optional.of(Endpoint.Reason.OWNER));
                        deliveries.park(tx, endpoint);
                    }
                });
    }

    /** From now on; what was parked stays so until it is asked for. */
    public Endpoint enable(Id account, Id endpoint) {
        return changed(
                account,
                endpoint,
                (tx, it) -> {
                    if (it.reason().isPresent()) {
                        endpoints.set(tx, endpoint, Optional.empty());
                    }
                });
    }

    /** Another secret; the one before signs beside it for a day, any older one no more. */
    public WithSecret rotate(Id account, Id endpoint) {
        Instant until = clock.instant().plus(BOTH);
        Endpoint after =
                changed(account, endpoint, (tx, _) -> endpoints.rotate(tx, endpoint, until));
        return new WithSecret(after, keys.text(endpoint, after.key()));
    }

    /** With all that was on its way. */
    public void delete(Id account, Id endpoint) {
        router.write(
                account,
                tx -> {
                    own(tx, account, endpoint);
                    endpoints.delete(tx, endpoint);
                    return true;
                });
    }

    /** The newest first. */
    public List<Delivery> deliveries(Id account, Id endpoint, int most) {
        return router.write(
                account,
                tx -> {
                    own(tx, account, endpoint);
                    return deliveries.of(tx, endpoint, most);
                });
    }

    /**
     * Sends again what is over, with all its tries.
     *
     * @param account empty: an operator, who may do so for everybody
     * @param event empty: all that are parked
     * @return how many
     * @throws PlatException {@code endpoint-state} while it is disabled
     */
    public int replay(Optional<Id> account, Id endpoint, Optional<Id> event) {
        return router.write(
                endpoint,
                tx -> {
                    Endpoint it = known(endpoints.find(tx, endpoint), account, endpoint);
                    if (it.reason().isPresent()) {
                        throw new PlatException(
                                ErrorCode.ENDPOINT_STATE,
                                "Nothing is sent to this endpoint.",
                                "value",
                                "disabled: " + it.reason().get().text(),
                                "expected",
                                "enabled");
                    }
                    return deliveries.again(tx, endpoint, event, clock.instant());
                });
    }

    private interface Change {
        void of(Tx tx, Endpoint it) throws SQLException;
    }

    private Endpoint changed(Id account, Id endpoint, Change change) {
        return router.write(
                account,
                tx -> {
                    change.of(tx, own(tx, account, endpoint));
                    return own(tx, account, endpoint);
                });
    }

    /** Another's is as none. */
    private Endpoint own(Tx tx, Id account, Id endpoint) throws SQLException {
        return endpoint.bucket().equals(account.bucket())
                ? known(endpoints.find(tx, endpoint), Optional.of(account), endpoint)
                : known(Optional.empty(), Optional.of(account), endpoint);
    }

    private static Endpoint known(Optional<Endpoint> found, Optional<Id> account, Id endpoint) {
        return found.filter(it -> account.isEmpty() || account.get().equals(it.account()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such endpoint.",
                                "value",
                                endpoint.toString()));
    }
}
