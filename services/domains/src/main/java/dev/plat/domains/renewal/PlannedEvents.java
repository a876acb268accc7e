package dev.plat.domains.renewal;

import dev.plat.domains.certificate.FailureClass;
import dev.plat.domains.certificate.IssuedEvents;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.schedule.Failure;
import dev.plat.domains.schedule.Life;
import dev.plat.domains.schedule.Tries;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What came of an order becomes part of its name's plan: the next try, or the end of all trying.
 *
 * <p>Threads: safe when {@code random} is.
 */
public final class PlannedEvents implements IssuedEvents {

    /** Where a certificate is told to those who deliver it. */
    @FunctionalInterface
    public interface Teller {

        void tell(Tx tx, String topic, Map<String, Object> payload) throws SQLException;
    }

    private final Teller teller;
    private final Budgets budgets;
    private final Known known;
    private final Bell bell;
    private final RandomGenerator random;
    private final PlanSql plans = new PlanSql();

    /** The certificate that a name has by now. */
    @FunctionalInterface
    public interface Known {

        Optional<StoredCertificate> current(Tx tx, String name) throws SQLException;
    }

    public PlannedEvents(
            Teller teller, Budgets budgets, Known known, Bell bell, RandomGenerator random) {
        this.teller = teller;
        this.budgets = budgets;
        this.known = known;
        this.bell = bell;
        this.random = random;
    }

    @Override
    public void requested(Tx tx, OrderRow order) throws SQLException {
        budgets.requested(tx, order.name());
    }

    @Override
    public void issued(Tx tx, Id certificate, String name) throws SQLException {
        teller.tell(tx, TOPIC, Map.of("certificate", certificate.toString(), "name", name));
        if (plans.lock(tx, name).isPresent()) {
            plans.tried(tx, name, Tries.NONE);
        }
        budgets.succeeded(tx, name);
        bell.ringAfter(tx);
    }

    @Override
    public void failed(Tx tx, OrderRow order, FailureClass failure, String sentence)
            throws SQLException {
        PlanRow plan = plans.lock(tx, order.name()).orElse(null);
        if (plan == null) {
            return;
        }
        @Nullable Life life =
                known.current(tx, order.name())
                        .map(has -> new Life(has.notBefore(), has.notAfter()))
                        .orElse(null);
        Failure told = Failure.of(PlanSql.failureClass(failure.text()), sentence);
        plans.tried(
                tx,
                order.name(),
                plan.tries().after(told, life, random.nextDouble(), plans.now(tx)));
        bell.ringAfter(tx);
    }
}
