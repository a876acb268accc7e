package dev.plat.hosting.publish;

import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.index.FeedMark;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;

/** What is written down, in the same transaction, when a pointer moves. */
public interface DeployJournal {

    /** The audit entry and the outbox row. */
    void deployed(Tx tx, SiteRow before, Id release, long generation, FeedMark mark, Caller caller)
            throws SQLException;

    /** After the commit: tells other nodes to look; may be lost. */
    void hint(Id site, FeedMark mark);
}
