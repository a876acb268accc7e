package dev.plat.router.postgres;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The shards of one tier as this process reaches them: who they are, permits and pools.
 *
 * <p>Threads: safe.
 */
record Shards(
        Tier tier, Topology topology, Admission admission, Pools pools, ControlPoints points) {

    /** What runs on a connection of the pool, outside any fence. */
    interface Errand<T> {
        T run(Connection connection) throws SQLException;
    }

    Optional<Node> find(String shard) {
        // In each call: no list, no stream.
        for (Node node : topology.nodes(tier)) {
            if (node.name().equals(shard) && node.state() != Node.State.RETIRED) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    List<Node> serving() {
        return topology.nodes(tier).stream()
                .filter(node -> node.state() != Node.State.RETIRED)
                .toList();
    }

    /** One short transaction of the router's own, as {@code plat_app}. */
    <T> T ask(Node shard, Deadline deadline, Errand<T> errand) throws SQLException {
        try (Admission.Permit permit = admission.enter(shard.name(), null, deadline)) {
            try (Connection connection = pools.borrow(shard, Pools.Role.APP)) {
                T answer = errand.run(connection);
                connection.commit();
                permit.answered();
                return answer;
            } catch (SQLException e) {
                Refusal.of(e).ifPresent(permit::failed);
                throw e;
            }
        }
    }

    /** Merges what was found out about an owner. */
    void learn(Bucket bucket, Ownership ownership) {
        topology.learn(tier, bucket, ownership);
        points.reach("map.learned");
    }
}
