package dev.plat.domains.certificate;

import dev.plat.domains.schedule.Priority;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Orders and certificates of names: asked for here, made by an {@link OrderWorker}, delivered by
 * whoever hears of {@link IssuedEvents}.
 *
 * <p>Threads: safe; blocking.
 */
public final class Certificates {

    private final Router router;
    private final IdGenerator ids;
    private final Entitlement entitlement;
    private final OrderSql orders = new OrderSql();
    private final CertificateSql certificates = new CertificateSql();
    private final RevocationSql revocations = new RevocationSql();

    public Certificates(Router router, IdGenerator ids, Entitlement entitlement) {
        this.router = router;
        this.ids = ids;
        this.entitlement = entitlement;
    }

    /**
     * Asks for a certificate.
     *
     * @param name A-labels
     * @param wildcard and for all names right below it, which takes {@link ChallengeKind#DNS_01}
     * @param replaces the certificate that it follows
     * @return the order
     * @throws PlatException {@code order-running} with the one that runs; what {@link Entitlement}
     *     throws; {@code field-invalid}
     */
    public Id want(
            String name,
            boolean wildcard,
            String issuer,
            ChallengeKind challenge,
            Optional<Id> replaces) {
        if (wildcard && challenge != ChallengeKind.DNS_01) {
            throw PlatException.invalidField("challenge", challenge.text(), "dns-01");
        }
        OrderRow wanted = fresh(name, wildcard, issuer, challenge, replaces);
        return router.write(
                wanted.key(),
                tx -> {
                    if (!insert(tx, wanted, new Turn(Priority.NEW, false, Instant.EPOCH))) {
                        OrderRow running = orders.ofName(tx, wanted.name(), 1).getFirst();
                        throw new PlatException(
                                ErrorCode.ORDER_RUNNING,
                                "An order for this name is in work.",
                                "value",
                                running.order().toString(),
                                "expected",
                                "its end");
                    }
                    return wanted.order();
                });
    }

    /**
     * The same within a transaction of the name's bucket.
     *
     * @return false when the name has an order in work
     */
    public boolean want(
            Tx tx,
            String name,
            boolean wildcard,
            String issuer,
            ChallengeKind challenge,
            Optional<Id> replaces,
            Turn turn)
            throws SQLException {
        return insert(tx, fresh(name, wildcard, issuer, challenge, replaces), turn);
    }

    /**
     * The name is let go: its order ends, its certificates too, and their keys are destroyed.
     * Hosting hears of it by the name itself.
     */
    public void end(Tx tx, String name) throws SQLException {
        orders.cancel(tx, name, "The name was let go.");
        certificates.supersede(tx, name, Long.MAX_VALUE);
    }

    /** The newest that is served or on its way there. */
    public Optional<StoredCertificate> current(Tx tx, String name) throws SQLException {
        return certificates.current(tx, name);
    }

    /** The last order, whatever became of it. */
    public Optional<OrderRow> lastOrder(Tx tx, String name) throws SQLException {
        return orders.ofName(tx, name, 1).stream().findFirst();
    }

    private boolean insert(Tx tx, OrderRow wanted, Turn turn) throws SQLException {
        entitlement.check(tx, wanted.name(), wanted.wildcard());
        return orders.insert(tx, wanted, turn);
    }

    private OrderRow fresh(
            String name,
            boolean wildcard,
            String issuer,
            ChallengeKind challenge,
            Optional<Id> replaces) {
        Name key = new Name(NameKind.HOST, name);
        return new OrderRow(
                ids.next(IdKind.CERTIFICATE_ORDER, key),
                key.value(),
                wildcard,
                issuer,
                challenge,
                OrderState.WANTED,
                replaces.orElse(null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                0,
                Instant.EPOCH);
    }

    /** Orders that nobody works on and that are due, of all buckets. */
    public List<DueOrder> due(int limit, Deadline deadline) {
        return router.scatter(deadline, tx -> orders.due(tx, limit)).parts().stream()
                .flatMap(Collection::stream)
                .limit(limit)
                .toList();
    }

    public Optional<OrderRow> order(Id order) {
        return router.read(order, tx -> orders.find(tx, order));
    }

    /** The newest first. */
    public List<OrderRow> orders(String name, int limit) {
        return router.read(new Name(NameKind.HOST, name), tx -> orders.ofName(tx, name, limit));
    }

    public Optional<StoredCertificate> find(Id certificate) {
        return router.read(certificate, tx -> certificates.find(tx, certificate));
    }

    /** The newest first. */
    public List<StoredCertificate> ofName(String name, int limit) {
        return router.read(
                new Name(NameKind.HOST, name), tx -> certificates.ofName(tx, name, limit));
    }

    /**
     * Every node serves it now; earlier ones of its name end. False when that was known, or a later
     * one has taken its place.
     */
    public boolean deployed(Id certificate) {
        return router.write(
                certificate,
                tx -> {
                    StoredCertificate known =
                            certificates
                                    .find(tx, certificate)
                                    .orElseThrow(() -> unknown(certificate));
                    if (known.state() != StoredCertificate.State.ISSUED) {
                        return false;
                    }
                    certificates.supersede(tx, known.name(), known.version());
                    return certificates.deploy(tx, certificate);
                });
    }

    /**
     * What is served, or on its way there, is to be void once a later one has taken its place.
     *
     * @return false when there is none
     */
    public boolean voidSoon(Tx tx, String name) throws SQLException {
        return revocations.insert(tx, name) > 0;
    }

    /** Those of this CA, of all buckets, that nobody serves any more and that are to be void. */
    public List<Id> toRevoke(String issuer, int limit, Deadline deadline) {
        return router.scatter(deadline, tx -> revocations.due(tx, issuer, limit)).parts().stream()
                .flatMap(Collection::stream)
                .limit(limit)
                .toList();
    }

    /** The CA could not be told; it is told again later. */
    public void revokeLater(Id certificate, Duration wait) {
        router.write(
                certificate,
                tx -> {
                    revocations.later(tx, certificate, wait);
                    return certificate;
                });
    }

    /**
     * Tells the CA that a certificate is void.
     *
     * @throws PlatException {@code precondition-failed} for the one that is served: first another
     *     takes its place, or visitors would be turned away; {@link CaFailure}
     */
    public void revoke(Id certificate, CertificateIssuer.Session session) {
        StoredCertificate known = find(certificate).orElseThrow(() -> unknown(certificate));
        if (known.state() == StoredCertificate.State.REVOKED) {
            return;
        }
        if (known.state() != StoredCertificate.State.SUPERSEDED) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "This certificate is the one that is served.",
                    "value",
                    certificate.toString(),
                    "expected",
                    "a later one of the name, deployed");
        }
        session.revoke(known.leaf());
        router.write(
                certificate,
                tx -> {
                    certificates.revoked(tx, certificate);
                    revocations.delete(tx, certificate);
                    return certificate;
                });
    }

    private static PlatException unknown(Id certificate) {
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "There is no such certificate.",
                "value",
                certificate.toString());
    }
}
