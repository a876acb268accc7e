package dev.plat.domains.certificate;

import dev.plat.router.core.Tx;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;

/**
 * Whether a name may have a certificate at all: it is proven and held by somebody here, or is a
 * zone of ours. Asked in the transaction that writes the order, in the name's bucket.
 */
@FunctionalInterface
public interface Entitlement {

    /**
     * Returns, or refuses.
     *
     * @throws PlatException with the reason
     */
    void check(Tx tx, String name, boolean wildcard) throws SQLException;
}
