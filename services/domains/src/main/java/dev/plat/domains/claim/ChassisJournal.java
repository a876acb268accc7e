package dev.plat.domains.claim;

import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Map;

/** The chassis' outbox and audit log. */
@Singleton
final class ChassisJournal implements Journal {

    private final Outbox outbox;
    private final Audit audit;

    ChassisJournal(Outbox outbox, Audit audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    @Override
    public void tell(Tx tx, String topic, Map<String, Object> payload) throws SQLException {
        outbox.add(tx, topic, payload);
    }

    @Override
    public void record(Tx tx, Id actor, String action, Id subject, Map<String, Object> facts)
            throws SQLException {
        audit.record(tx, actor, action, subject, facts);
    }
}
