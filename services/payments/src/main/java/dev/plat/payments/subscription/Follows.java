package dev.plat.payments.subscription;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What follows from what an account is on, in the transaction that changes it. */
@FunctionalInterface
public interface Follows {

    /**
     * It is on this now.
     *
     * @param live what it is on; empty: on nothing
     */
    void from(Tx tx, Id account, Optional<Subscription> live, Instant now) throws SQLException;
}
