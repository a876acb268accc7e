package dev.plat.payments.operator;

import dev.plat.chassis.audit.Audit;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Where it is written down who ended what: in the transaction that ends it, and there last. */
@FunctionalInterface
public interface Minutes {

    /** In the audit log of the bucket. */
    static Minutes of(Audit audit) {
        return (tx, said, action, subject, facts) -> {
            Map<String, Object> all = new HashMap<>(facts);
            all.put("reason", said.reason());
            audit.record(tx, "operator:" + said.by(), action, subject, all);
        };
    }

    /**
     * Writes it down.
     *
     * @param action a verb in the past with its noun: {@code refund.settled}
     * @param subject what it was done to, as it is named to operators
     * @param facts small, JSON-like
     */
    void keep(Tx tx, Said said, String action, String subject, Map<String, Object> facts)
            throws SQLException;
}
