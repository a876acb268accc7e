package dev.plat.domains.certificate;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;

/** Says, in the transaction that stores a certificate, that it is to be delivered. */
@FunctionalInterface
public interface IssuedEvents {

    /** The topic of the outbox; its payload is {@code {certificate, name}}. */
    String TOPIC = "certificate.issued";

    void issued(Tx tx, Id certificate, String name) throws SQLException;
}
