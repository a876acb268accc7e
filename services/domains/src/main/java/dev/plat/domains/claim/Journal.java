package dev.plat.domains.claim;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.util.Map;

/**
 * What goes with a change in its own transaction: news for other buckets and services, and the
 * audit log.
 */
interface Journal {

    /** A site wants a name: the name's bucket shall have its claim. */
    String WANTED = "claim.wanted";

    /** A claim is over: name, site and account shall all know. */
    String ENDED = "claim.ended";

    /** Hosting shall know whom the name serves. */
    String HOST_CHANGED = "host.changed";

    void tell(Tx tx, String topic, Map<String, Object> payload) throws SQLException;

    void record(Tx tx, Id actor, String action, Id subject, Map<String, Object> facts)
            throws SQLException;
}
