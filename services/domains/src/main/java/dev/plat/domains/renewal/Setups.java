package dev.plat.domains.renewal;

import dev.plat.domains.schedule.Setup;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;

/** What the last check of a name found, as far as it concerns a CA. */
@FunctionalInterface
public interface Setups {

    /**
     * Read in the name's bucket.
     *
     * @param visited whether the CA comes to see for itself; else it is enough that the name is
     *     held
     */
    Setup of(Tx tx, String name, boolean visited, Instant now) throws SQLException;
}
