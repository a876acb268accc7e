package dev.plat.domains.claim;

import dev.plat.router.core.Tx;
import java.sql.SQLException;

/** Hears, within the transaction, whom a name serves from now on, and how it was found. */
interface HostWatch {

    /** Somebody holds it now, or nobody does any more. */
    void changed(Tx tx, Host host) throws SQLException;

    /** A look at a held name is over, and its findings are stored. */
    void looked(Tx tx, Host host) throws SQLException;
}
