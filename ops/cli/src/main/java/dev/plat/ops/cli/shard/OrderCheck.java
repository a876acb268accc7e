package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.controller.planning.Decision;
import dev.plat.router.controller.planning.OrderPlanning;
import dev.plat.router.controller.planning.Surveyor;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.router.postgres.move.MoveCheck;
import dev.plat.router.postgres.move.MoverSettings;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Whether orders can be carried out as things are, before they are written down. The controller
 * asks the same again when it begins; asked here, a mistake is answered at once and leaves no
 * trace.
 */
final class OrderCheck {

    private final Desk desk;
    private final Surveyor surveyor;
    private final OrderPlanning planning;
    private final MoverSettings mover;

    OrderCheck(RunFile run, Desk desk) {
        this.desk = desk;
        this.surveyor = new Surveyor(run.secret("postgres.scan.password"));
        this.planning = new OrderPlanning(desk.registry(), surveyor);
        this.mover =
                MoverSettings.of(
                        run.secret("postgres.mover.password"),
                        run.secret("postgres.copy.password"));
    }

    /**
     * Returns when every shard of these tiers answers.
     *
     * @throws PlatException {@code try-again}, naming the first that does not
     */
    void answering(List<Tier> tiers) {
        tiers.forEach(tier -> surveyor.survey(tier, desk.shardsInUse(tier)));
    }

    /**
     * Returns when all of them could begin now. An order of a tier that is at work waits for its
     * turn, so what it will meet then cannot be told yet.
     *
     * @throws PlatException what stands in the way, with its own code
     */
    void check(List<Order> orders) {
        orders.stream().filter(order -> !atWork(order.tier())).forEach(this::check);
    }

    private void check(Order order) {
        Decision decision = planning.require(order, inHand(desk, order.tier())).decision();
        if (!(decision instanceof Decision.Carry(List<Plan.Batch> batches))) {
            return;
        }
        MemoryTopology topology = new MemoryTopology(desk.registry().cluster());
        desk.shardsInUse(order.tier()).forEach(topology::put);
        MoveCheck moves = new MoveCheck(mover, topology);
        for (Plan.Batch batch : batches) {
            moves.check(
                    new Move(
                            UUID.randomUUID(),
                            order.tier(),
                            batch.source(),
                            batch.target(),
                            batch.buckets(),
                            Duration.ZERO,
                            0,
                            ""));
        }
    }

    private boolean atWork(Tier tier) {
        return desk.orders().all().stream()
                .filter(order -> order.tier() == tier && !order.state().ended())
                .anyMatch(order -> order.state() != Order.State.SOAKING);
    }

    /** Buckets of orders that have not ended: they can be in one move only. */
    static Set<Bucket> inHand(Desk desk, Tier tier) {
        Set<Bucket> inHand = new TreeSet<>();
        for (Order order : desk.orders().all()) {
            if (order.tier() == tier && !order.state().ended()) {
                order.plan().forEach(batch -> inHand.addAll(batch.buckets()));
            }
        }
        return inHand;
    }
}
