package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.certificate.Turn;
import dev.plat.domains.schedule.Authority;
import dev.plat.domains.schedule.Circuit;
import dev.plat.domains.schedule.Decision;
import dev.plat.domains.schedule.Failure;
import dev.plat.domains.schedule.Life;
import dev.plat.domains.schedule.RenewalInfo;
import dev.plat.domains.schedule.Scheduler;
import dev.plat.domains.schedule.Setup;
import dev.plat.domains.schedule.Situation;
import dev.plat.domains.schedule.Tries;
import dev.plat.domains.schedule.Window;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about names: reads what is stored of one, lets {@link Scheduler} decide, and stores what
 * follows in the same transaction, so that one due name gets one order, whoever looks at it.
 *
 * <p>Threads: safe; blocking.
 */
public final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** The order of whoever held the name before is being tidied up. */
    private static final Duration OTHER_ORDER = Duration.ofSeconds(2);

    private final Router router;
    private final Certificates certificates;
    private final CaProfile ca;
    private final Setups setups;
    private final Budgets budgets;
    private final Circuits circuits;
    private final RandomGenerator random;
    private final PlanSql plans = new PlanSql();

    public Planner(
            Router router,
            Certificates certificates,
            CaProfile ca,
            Setups setups,
            Budgets budgets,
            RandomGenerator random) {
        this.router = router;
        this.certificates = certificates;
        this.ca = ca;
        this.setups = setups;
        this.budgets = budgets;
        this.circuits = new Circuits(router, ca.name());
        this.random = random;
    }

    /** What a person may be told: the decision, which nothing is done about. */
    public Optional<Decision> preview(String name) {
        Budgets.Outside outside = budgets.outside(name);
        Circuit circuit = circuits.now();
        return router.read(
                key(name),
                tx -> {
                    PlanRow plan = plans.find(tx, name).orElse(null);
                    return plan == null
                            ? Optional.empty()
                            : Optional.of(decide(tx, plan, plan.tries(), outside, circuit));
                });
    }

    /** Decides about a name that is due, and has a CA asked where the decision is that. */
    void decide(String name, CertificateIssuer.Session session) {
        Budgets.Outside outside = budgets.outside(name);
        Circuit circuit = circuits.now();
        Optional<StoredCertificate> asked =
                router.write(key(name), tx -> decide(tx, name, outside, circuit));
        if (asked.isPresent()) {
            ask(name, asked.get(), session);
        }
    }

    /** What the CA counts the order as, if it were sent now. */
    Decision again(Tx tx, String name, Budgets.Outside outside) throws SQLException {
        PlanRow plan =
                plans.find(tx, name)
                        .orElseGet(() ->
                                new PlanRow(name, false, Tries.NONE, null, null, "new", null));
        return decide(tx, plan, plan.tries(), outside, Circuit.CLOSED);
    }

    /** The certificate that the CA is to be asked about. */
    private Optional<StoredCertificate> decide(
            Tx tx, String name, Budgets.Outside outside, Circuit circuit) throws SQLException {
        PlanRow plan = plans.lock(tx, name).orElse(null);
        Instant now = plans.now(tx);
        Instant due = plan == null ? null : plan.due();
        if (plan == null || due == null || due.isAfter(now)) {
            return Optional.empty();
        }
        Tries tries = mended(tx, plan, now);
        Decision decision = decide(tx, plan, tries, outside, circuit);
        String reason = decision.why().reason().text();
        switch (decision) {
            case Decision.Wait wait -> plans.decided(tx, name, reason, wait.until());
            case Decision.Park _ -> plans.decided(tx, name, reason, parkedUntil(tries, now));
            case Decision.Order order -> order(tx, plan, order, now);
            case Decision.Poll _ -> {
                plans.lease(tx, name);
                return certificates.current(tx, name);
            }
        }
        return Optional.empty();
    }

    private void order(Tx tx, PlanRow plan, Decision.Order order, Instant now) throws SQLException {
        Optional<Id> before = certificates.current(tx, plan.name()).map(StoredCertificate::id);
        Turn turn =
                new Turn(
                        order.priority(),
                        ca.rules().needs(order.kind(), Budget.ACCOUNT),
                        order.deadline());
        boolean made =
                certificates.want(
                        tx,
                        plan.name(),
                        plan.wildcard(),
                        ca.name(),
                        ca.challenge(plan.wildcard()),
                        order.replaces() ? before : Optional.empty(),
                        turn);
        plans.decided(tx, plan.name(), PlanRow.ORDERING, made ? null : now.plus(OTHER_ORDER));
    }

    /**
     * What stood still for long enough is tried once more; where the set-up was in the way, once
     * that is right. A set-up that looks right to us and not to the CA is thus tried once a day.
     */
    private Tries mended(Tx tx, PlanRow plan, Instant now) throws SQLException {
        Tries tries = plan.tries();
        Failure last = tries.last();
        boolean setup = last != null && last.failureClass().validation();
        if (!tries.stoodLong(now) || (setup && !setup(tx, plan, now).green())) {
            return tries;
        }
        Tries resumed = tries.resumed();
        plans.tried(tx, plan.name(), resumed);
        return resumed;
    }

    /** Null once that has passed: the next look at the set-up decides. */
    private static @Nullable Instant parkedUntil(Tries tries, Instant now) {
        Instant until = tries.notBefore();
        return until == null || until.isBefore(now) ? null : until;
    }

    private Decision decide(
            Tx tx, PlanRow plan, Tries tries, Budgets.Outside outside, Circuit circuit)
            throws SQLException {
        Instant now = plans.now(tx);
        StoredCertificate current = certificates.current(tx, plan.name()).orElse(null);
        Situation situation =
                new Situation(
                        plan.name(),
                        current == null ? null : new Life(current.notBefore(), current.notAfter()),
                        current != null && !current.issuer().equals(ca.name()),
                        plan.infoFor(current == null ? null : current.id()),
                        setup(tx, plan, now),
                        tries);
        Authority authority =
                new Authority(
                        ca.rules(),
                        ca.issuer().suggestsWindows(),
                        circuit,
                        budgets.seen(tx, plan.name(), outside));
        return Scheduler.decide(situation, authority, null, now);
    }

    private Setup setup(Tx tx, PlanRow plan, Instant now) throws SQLException {
        return plan.wildcard()
                ? Setup.GREEN
                : setups.of(tx, plan.name(), ca.visits(plan.wildcard()), now);
    }

    private void ask(
            String name, StoredCertificate certificate, CertificateIssuer.Session session) {
        Optional<CertificateIssuer.Suggestion> suggestion = suggestion(name, certificate, session);
        router.write(
                key(name),
                tx -> {
                    PlanRow plan = plans.lock(tx, name).orElse(null);
                    if (plan == null) {
                        return false;
                    }
                    Instant now = plans.now(tx);
                    @Nullable RenewalInfo before = plan.infoFor(certificate.id());
                    RenewalInfo info =
                            suggestion
                                    .map(told ->
                                            RenewalInfo.answered(
                                                    before,
                                                    new Window(told.start(), told.end()),
                                                    told.retryAfter(),
                                                    random.nextDouble(),
                                                    now))
                                    .orElseGet(() -> RenewalInfo.unanswered(before, now));
                    plans.asked(tx, name, certificate.id(), info);
                    return true;
                });
    }

    private Optional<CertificateIssuer.Suggestion> suggestion(
            String name, StoredCertificate certificate, CertificateIssuer.Session session) {
        try {
            return session.suggestion(certificate.leaf())
                    .filter(told -> told.start().isBefore(told.end()));
        } catch (PlatException e) {
            LOG.info("the CA's window for {} is not known: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private static Name key(String name) {
        return new Name(NameKind.HOST, name);
    }
}
