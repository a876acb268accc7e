package dev.plat.domains.certificate;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;

/** Says, in the transaction that decides an order, what came of it. */
@FunctionalInterface
public interface IssuedEvents {

    /** The topic of the outbox; its payload is {@code {certificate, name}}. */
    String TOPIC = "certificate.issued";

    /** The CA is about to be asked for the certificate; again, if that is cut off. */
    default void requested(Tx tx, OrderRow order) throws SQLException {}

    /** The certificate is stored, and is to be delivered. */
    void issued(Tx tx, Id certificate, String name) throws SQLException;

    /** It came to nothing, for good. */
    default void failed(Tx tx, OrderRow order, FailureClass failure, String sentence)
            throws SQLException {}
}
