package dev.plat.domains.renewal;

import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.OrderState;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.certificate.Turn;
import dev.plat.domains.schedule.Decision;
import dev.plat.domains.schedule.Explained;
import dev.plat.domains.schedule.Priority;
import dev.plat.domains.schedule.Reason;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A person's wish for the next certificate, now instead of when it is due.
 *
 * <p>Threads: safe; blocking.
 */
public final class Renewals {

    private final Router router;
    private final Certificates certificates;
    private final CaProfile ca;
    private final Planner planner;
    private final Bell bell;
    private final PlanSql plans = new PlanSql();

    public Renewals(
            Router router, Certificates certificates, CaProfile ca, Planner planner, Bell bell) {
        this.router = router;
        this.certificates = certificates;
        this.ca = ca;
        this.planner = planner;
        this.bell = bell;
    }

    /**
     * What would be done about the name now, and why; nothing is.
     *
     * @throws PlatException {@code not-found} for a name that shall have no certificate
     */
    public Explained preview(String name) {
        return planner.preview(name).map(Decision::why).orElseThrow(() -> unknown(name));
    }

    /**
     * Orders the next certificate; whatever tries have come to before is forgiven.
     *
     * @throws PlatException {@code not-found}, {@code order-running}, {@code ca-budget} with the
     *     time to wait
     */
    public void renew(String name) {
        if (planner.preview(name).orElseThrow(() -> unknown(name)) instanceof Decision.Wait wait
                && wait.why().reason() == Reason.BUDGET_EMPTY) {
            throw new PlatException(
                    ErrorCode.CA_BUDGET,
                    "The certificate authority issues no more for this name for now.",
                    "value",
                    name,
                    "retryAfterSeconds",
                    Math.max(1, Duration.between(wait.why().now(), wait.until()).toSeconds()));
        }
        router.write(new Name(NameKind.HOST, name), tx -> renew(tx, name));
    }

    /**
     * Somebody else may know the key: the next certificate, with a new one, is ordered, and the CA
     * is told that those before are void when every node serves the next.
     *
     * @throws PlatException {@code not-found}, {@code precondition-failed} when there is none to
     *     revoke
     */
    public void revoke(String name) {
        router.write(
                new Name(NameKind.HOST, name),
                tx -> {
                    if (plans.lock(tx, name).isEmpty()) {
                        throw unknown(name);
                    }
                    if (!certificates.voidSoon(tx, name)) {
                        throw new PlatException(
                                ErrorCode.PRECONDITION_FAILED,
                                "This name has no certificate that could be revoked.",
                                "value",
                                name);
                    }
                    return certificates
                                    .lastOrder(tx, name)
                                    .filter(order -> order.state() != OrderState.DONE)
                                    .isPresent()
                            || renew(tx, name);
                });
    }

    private boolean renew(Tx tx, String name) throws SQLException {
        PlanRow plan = plans.lock(tx, name).orElseThrow(() -> unknown(name));
        Optional<StoredCertificate> before = certificates.current(tx, name);
        boolean replaces = before.isPresent() && ca.issuer().suggestsWindows();
        CaRules.Kind kind =
                before.isEmpty()
                        ? CaRules.Kind.NEW
                        : replaces ? CaRules.Kind.REPLACES_OUTSIDE : CaRules.Kind.RENEWAL;
        Instant deadline = before.map(StoredCertificate::notAfter).orElse(plans.now(tx));
        plans.tried(tx, name, plan.tries().resumed());
        boolean made =
                certificates.want(
                        tx,
                        name,
                        plan.wildcard(),
                        ca.name(),
                        ca.challenge(plan.wildcard()),
                        replaces ? before.map(StoredCertificate::id) : Optional.empty(),
                        new Turn(Priority.NEW, ca.rules().needs(kind, Budget.ACCOUNT), deadline));
        if (!made) {
            throw new PlatException(
                    ErrorCode.ORDER_RUNNING,
                    "An order for this name is in work.",
                    "value",
                    certificates
                            .lastOrder(tx, name)
                            .filter(order -> order.state() != OrderState.DONE)
                            .map(OrderRow::order)
                            .map(Id::toString)
                            .orElse(""),
                    "expected",
                    "its end");
        }
        plans.decided(tx, name, PlanRow.ORDERING, null);
        bell.ringAfter(tx);
        return true;
    }

    private static PlatException unknown(String name) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "This name shall have no certificate here.", "value", name);
    }
}
