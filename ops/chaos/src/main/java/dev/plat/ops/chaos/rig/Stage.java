package dev.plat.ops.chaos.rig;

import dev.plat.router.core.Node;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The shards that writers wrote to, for those who look afterwards. */
public interface Stage {

    /** All shards of the tier. */
    List<Node> nodes();

    /** As a superuser, whom row security does not bind. */
    Connection connect(int node) throws SQLException;

    /** Where the writers' accounts and latencies are. */
    Path accounts();
}
