package dev.plat.domains.renewal;

import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.OrderRow;
import dev.plat.domains.certificate.OrderState;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.renewal.CertificateView.Status;
import dev.plat.domains.schedule.Failure;
import dev.plat.domains.schedule.FailureClass;
import dev.plat.domains.schedule.Reason;
import dev.plat.domains.schedule.Tries;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Works out how a name stands with its certificate, from the rows that decide it: nothing of it is
 * stored.
 *
 * <p>Threads: safe.
 */
public final class CertificateViews {

    private final Certificates certificates;
    private final PlanSql plans = new PlanSql();

    public CertificateViews(Certificates certificates) {
        this.certificates = certificates;
    }

    /** Read in the name's bucket. */
    public CertificateView of(Tx tx, String name) throws SQLException {
        PlanRow plan = plans.find(tx, name).orElse(null);
        if (plan == null) {
            return CertificateView.UNHELD;
        }
        StoredCertificate current = certificates.current(tx, name).orElse(null);
        OrderRow order =
                certificates
                        .lastOrder(tx, name)
                        .filter(last -> last.state() != OrderState.DONE)
                        .orElse(null);
        return of(plan, current, order, plans.now(tx));
    }

    static CertificateView of(
            PlanRow plan,
            @Nullable StoredCertificate current,
            @Nullable OrderRow order,
            Instant now) {
        if (current != null) {
            return served(plan, current);
        }
        if (order != null && order.failure() == null) {
            return new CertificateView(Status.ORDERED, null, null, null);
        }
        if (order != null && order.state() != OrderState.FAILED) {
            FailureClass failure = PlanSql.failureClass(String.valueOf(order.failure()));
            // One whose time has come waits for the CA's next sign of life.
            Instant next = order.due().isAfter(now) ? order.due() : null;
            return new CertificateView(
                    Status.WAITING, words(failure, order.sentence()), next, null);
        }
        return planned(plan);
    }

    private static CertificateView served(PlanRow plan, StoredCertificate current) {
        Failure last = plan.tries().last();
        boolean deployed = current.state() == StoredCertificate.State.DEPLOYED;
        return new CertificateView(
                deployed ? Status.DEPLOYED : Status.ISSUED,
                last == null
                        ? null
                        : "It could not be renewed. " + words(last.failureClass(), last.sentence()),
                last == null ? null : plan.tries().notBefore(),
                current.notAfter());
    }

    private static CertificateView planned(PlanRow plan) {
        Tries tries = plan.tries();
        Failure last = tries.last();
        String words = last == null ? null : words(last.failureClass(), last.sentence());
        return switch (tries.state()) {
            case PAUSED ->
                    new CertificateView(
                            Status.PAUSED,
                            "The certificate authority takes no more orders for this name and has"
                                    + " not said when it will. We are looking into it."
                                    + told(last == null ? null : last.sentence()),
                            tries.notBefore(),
                            null);
            case PARKED, STOPPED ->
                    new CertificateView(Status.FAILED, words, tries.notBefore(), null);
            case RUNNING -> {
                if (plan.reason().equals(Reason.SETUP_WRONG.text())) {
                    yield new CertificateView(
                            Status.WAITING,
                            "It is made as soon as the name leads here and nothing is in the way.",
                            null,
                            null);
                }
                if (plan.reason().equals(Reason.BUDGET_EMPTY.text())) {
                    yield new CertificateView(
                            Status.WAITING, words(FailureClass.RATE, ""), plan.due(), null);
                }
                if (plan.reason().equals(Reason.CIRCUIT_OPEN.text())) {
                    yield new CertificateView(
                            Status.WAITING, words(FailureClass.SERVER, ""), plan.due(), null);
                }
                yield last == null
                        ? new CertificateView(Status.WAITING, null, null, null)
                        : new CertificateView(Status.FAILED, words, tries.notBefore(), null);
            }
        };
    }

    private static String told(@Nullable String said) {
        return said == null || said.isBlank() ? "" : " It says: \u201c" + said + "\u201d";
    }

    /** A sentence for somebody who has never heard of any of this, then the CA's own words. */
    private static String words(FailureClass failure, @Nullable String said) {
        String told = told(said);
        return switch (failure) {
            case DNS -> "The certificate authority could not look this name up." + told;
            case CAA ->
                    "A CAA record of this name does not let our certificate authority issue for it."
                            + told;
            case CONNECT -> "The certificate authority could not connect to this name." + told;
            case ANSWER ->
                    "Somebody else than we answered when the certificate authority asked this name."
                            + told;
            case RATE ->
                    "The certificate authority takes no more orders for the moment. Nothing is"
                            + " lost; the order waits its turn.";
            case SERVER ->
                    "The certificate authority does not answer properly just now. Nothing is lost;"
                            + " it is asked again.";
            case POLICY -> "The certificate authority will not issue for this name." + told;
            case OURS, REPLACED ->
                    "Something went wrong on our side. It is not your records, and we are looking"
                            + " into it.";
        };
    }
}
