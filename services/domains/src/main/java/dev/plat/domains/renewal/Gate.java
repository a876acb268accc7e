package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CaFailure;
import dev.plat.domains.certificate.FailureClass;
import dev.plat.domains.certificate.OrderGate;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.schedule.Decision;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.router.core.Router;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides again when an order's turn has come, since it may have waited for long, and takes what it
 * costs before the CA is called.
 *
 * <p>Threads: safe; blocking.
 */
public final class Gate implements OrderGate {

    private static final Duration WAIT_LEAST = Duration.ofSeconds(1);

    private final Router router;
    private final CaProfile ca;
    private final Planner planner;
    private final Budgets budgets;
    private final Circuits circuits;

    public Gate(Router router, CaProfile ca, Planner planner, Budgets budgets) {
        this.router = router;
        this.ca = ca;
        this.planner = planner;
        this.budgets = budgets;
        this.circuits = new Circuits(router, ca.name());
    }

    @Override
    public void pass(OrderRow order) {
        if (!order.issuer().equals(ca.name()) || ca.rules().published().isEmpty()) {
            return;
        }
        Optional<Duration> wait = budgets.take(order.name(), kind(order));
        if (wait.isPresent()) {
            Duration least = wait.get().compareTo(WAIT_LEAST) < 0 ? WAIT_LEAST : wait.get();
            throw new CaFailure(
                    FailureClass.RATE,
                    "Our budget at the certificate authority is used up.",
                    least);
        }
    }

    @Override
    public void answered(String issuer) {
        if (issuer.equals(ca.name())) {
            circuits.answered();
        }
    }

    @Override
    public void failed(String issuer) {
        if (issuer.equals(ca.name())) {
            circuits.failed();
        }
    }

    /** An order that a person has asked for too early counts as one outside its window. */
    private CaRules.Kind kind(OrderRow order) {
        Budgets.Outside outside = budgets.outside(order.name());
        Decision now =
                router.read(
                        new Name(NameKind.HOST, order.name()),
                        tx -> planner.again(tx, order.name(), outside));
        if (now instanceof Decision.Order due) {
            return due.kind();
        }
        if (now.why().situation().life() == null) {
            return CaRules.Kind.NEW;
        }
        return order.replaces() == null ? CaRules.Kind.RENEWAL : CaRules.Kind.REPLACES_OUTSIDE;
    }
}
