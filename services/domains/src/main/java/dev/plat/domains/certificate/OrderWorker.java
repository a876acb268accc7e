package dev.plat.domains.certificate;

import dev.plat.chassis.seal.KeySealer;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders and brings them to their end, one at a time. Any number of workers may run in any
 * number of processes: the row's lease says who has an order, its epoch who may write.
 *
 * <p>Threads: one; sessions with CAs are this worker's own.
 */
public final class OrderWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderWorker.class);

    /** What was published and cannot be withdrawn is left after so many tries. */
    private static final int WITHDRAWALS_MAX = 20;

    private final OrderParts parts;
    private final Map<String, CertificateIssuer> issuers = new HashMap<>();
    private final Map<String, CertificateIssuer.Session> sessions = new HashMap<>();
    private final RandomGenerator random;

    /** How a call ended. */
    public enum Outcome {
        /** It is done, with a certificate or without: the row says which. */
        DONE,
        /** It will be due again. */
        POSTPONED,
        /** Somebody else has it, or it was not due. */
        NOT_OURS
    }

    public OrderWorker(
            Router router,
            List<CertificateIssuer> issuers,
            ChallengePublisher publisher,
            KeySealer sealer,
            SigningRequests requests,
            IdGenerator ids,
            RandomGenerator random,
            IssuedEvents events,
            OrderGate gate,
            InstantSource clock,
            ControlPoints points,
            OrderPace pace) {
        this.parts =
                new OrderParts(
                        router,
                        publisher,
                        sealer,
                        requests,
                        ids,
                        events,
                        gate,
                        clock,
                        points,
                        pace,
                        new OrderSql(),
                        new ChallengeSql(),
                        new CertificateSql());
        this.random = random;
        issuers.forEach(issuer -> this.issuers.put(issuer.name(), issuer));
    }

    /** Works on the order until it is done or has to wait. */
    public Outcome run(Id order) {
        Optional<OrderRow> claimed =
                parts.router()
                        .write(order, tx -> parts.orders().claim(tx, order, parts.pace().lease()));
        if (claimed.isEmpty()) {
            return Outcome.NOT_OURS;
        }
        parts.points().reach("order.claimed");
        OrderRun run = new OrderRun(parts, session(claimed.get()), claimed.get());
        try {
            return toEnd(run);
        } catch (LostOrder e) {
            LOG.info("{}", e.getMessage());
            return Outcome.NOT_OURS;
        }
    }

    @Override
    public void close() {
        sessions.values().forEach(CertificateIssuer.Session::close);
        sessions.clear();
    }

    private Outcome toEnd(OrderRun run) {
        try {
            run.toEnd();
            return Outcome.DONE;
        } catch (LostOrder e) {
            throw e;
        } catch (CaFailure e) {
            tell(run.order().issuer(), e.failure());
            return settle(run, e);
        } catch (PlatException e) {
            return settle(run, ofOurs(e));
        }
    }

    /** What a challenge's publishing came to says nothing of the CA. */
    private void tell(String issuer, FailureClass failure) {
        switch (failure) {
            case SERVER -> parts.gate().failed(issuer);
            case RATE, POLICY -> parts.gate().answered(issuer);
            case DNS, CAA, CONNECT, ANSWER, OURS -> {}
        }
    }

    private Outcome settle(OrderRun run, CaFailure failure) {
        OrderRow order = run.order();
        LOG.info("{} for {}: {}", order.order(), order.name(), failure.getMessage());
        return switch (order.state()) {
            case WANTED, ORDERED, PUBLISHED, TRIGGERED, KEYED -> decide(run, failure);
            case ISSUED, FAILED -> withdrawLater(run);
            case DONE -> Outcome.DONE;
        };
    }

    private Outcome decide(OrderRun run, CaFailure failure) {
        Optional<Duration> wait =
                switch (failure.failure()) {
                    case RATE -> failure.waiting().map(this::jittered);
                    case SERVER ->
                            Optional.of(
                                    failure.waiting()
                                            .map(this::jittered)
                                            .orElse(parts.pace().again(run.order().tries())));
                    case DNS, CAA, CONNECT, ANSWER, POLICY, OURS -> Optional.empty();
                };
        if (wait.isPresent()) {
            run.postpone(failure.failure(), failure.sentence(), wait.get());
            return Outcome.POSTPONED;
        }
        try {
            run.fail(failure.failure(), failure.sentence());
            return Outcome.DONE;
        } catch (LostOrder e) {
            throw e;
        } catch (PlatException e) {
            LOG.info("{} is not withdrawn: {}", run.order().order(), e.getMessage());
            return withdrawLater(run);
        }
    }

    /** The outcome stands; only the tidying is left. */
    private Outcome withdrawLater(OrderRun run) {
        OrderRow order = run.order();
        if (order.tries() >= WITHDRAWALS_MAX) {
            LOG.warn("what {} has published for {} is left there", order.order(), order.name());
            run.abandon();
            return Outcome.DONE;
        }
        run.postpone(parts.pace().again(order.tries()));
        return Outcome.POSTPONED;
    }

    private CertificateIssuer.Session session(OrderRow order) {
        return sessions.computeIfAbsent(
                order.issuer(),
                name -> {
                    CertificateIssuer issuer = issuers.get(name);
                    if (issuer == null) {
                        throw new PlatException(
                                ErrorCode.CONFIG_INVALID,
                                "An order names an issuer that this process does not have.",
                                "value",
                                name,
                                "expected",
                                String.join(", ", issuers.keySet()));
                    }
                    return issuer.open();
                });
    }

    private Duration jittered(Duration wait) {
        return wait.plusMillis(random.nextLong(wait.toMillis() / 10 + 1));
    }

    /** Anything but a CA's word: what may be tried again is, and the rest is looked at by us. */
    private static CaFailure ofOurs(PlatException e) {
        if (e instanceof CaFailure told) {
            return told;
        }
        CaFailure told = new CaFailure(classOf(e.code()), e.getMessage());
        told.causedBy(e);
        return told;
    }

    private static FailureClass classOf(ErrorCode code) {
        if (code == ErrorCode.ISSUER_CANNOT_SIGN) {
            return FailureClass.POLICY;
        }
        return code.retryable() || code == ErrorCode.COMMIT_UNKNOWN
                ? FailureClass.SERVER
                : FailureClass.OURS;
    }
}
