package dev.plat.router.controller;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Topology;
import dev.plat.router.core.move.DriverSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveDriver;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Pace;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.ShardAddress;
import dev.plat.router.postgres.move.Mover;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Moves on real shards. Made anew for each term, since a mover's numbers are those of one term.
 *
 * <p>Threads: safe, blocking.
 */
final class PostgresMoves implements Moves {

    private final Mover mover;
    private final Topology topology;
    private final ControlPoints points;
    private final Pace pace;

    PostgresMoves(Mover mover, Topology topology, ControlPoints points, Pace pace) {
        this.mover = mover;
        this.topology = topology;
        this.points = points;
        this.pace = pace;
    }

    @Override
    public void lead(Tier tier) {
        if (topology.nodes(tier).isEmpty()) {
            throw new WorldAway("the shards of tier " + tier.text() + " are not known yet");
        }
        mover.lead(tier);
    }

    @Override
    public List<MoveRecord> unfinished(Tier tier) {
        return mover.unfinished(tier);
    }

    @Override
    public void create(Move move) {
        // Its shards may have come, or come back, since the term began.
        mover.lead(move.tier());
        mover.create(move);
        points.reach("plan.stored");
    }

    @Override
    public void wish(Move move, Move.Wish wish) {
        mover.wish(move, wish);
    }

    @Override
    public Optional<MoveRecord> drive(Move move, Consumer<MoveProgress> progress) {
        Optional<Mover.Session> session = mover.open(move);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        try (Mover.Session open = session.get()) {
            return Optional.of(
                    new MoveDriver(open.world(), points, pace, DriverSettings.defaults(), progress)
                            .run());
        }
    }

    @Override
    public Set<String> servers(Move move) {
        return topology.nodes(move.tier()).stream()
                .filter(node ->
                        node.name().equals(move.source()) || node.name().equals(move.target()))
                .map(node -> ShardAddress.of(node).server())
                .collect(Collectors.toSet());
    }

    @Override
    public int reap(Tier tier) {
        return mover.reap(tier);
    }

    @Override
    public void close() {
        mover.close();
    }
}
