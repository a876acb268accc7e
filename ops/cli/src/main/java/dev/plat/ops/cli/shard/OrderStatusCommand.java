package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.orders.OrderJson;
import dev.plat.ops.cli.orders.OrderSight;
import dev.plat.ops.cli.orders.OrderText;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.orders.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows orders, and picks up following them. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show orders: those in work and the last that ended, or one of them; --follow watches it.",
            "Exit code for one order: 0 done or soaking, 1 refused, 3 undone, 4 still running."
        })
final class OrderStatusCommand implements Callable<Integer> {

    private static final int ENDED_SHOWN = 10;

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(arity = "0..*", paramLabel = "ORDER", description = "Default: all.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--follow", description = "Stay until it has ended or soaks.")
    private boolean stay;

    @Override
    public Integer call() throws InterruptedException {
        try (Desk desk = new Desk(RunFile.require(cluster.data()))) {
            List<Order> chosen = new ArrayList<>();
            ids.forEach(id -> chosen.add(KnownOrder.find(desk, id)));
            if (stay) {
                List<String> followed =
                        (ids.isEmpty() ? desk.orders().all() : chosen)
                                .stream()
                                        .filter(order -> !ids.isEmpty() || !order.state().ended())
                                        .map(Order::id)
                                        .toList();
                return follow.forward(desk, followed);
            }
            List<Order> shown = ids.isEmpty() ? recent(desk.orders().all()) : chosen;
            shown.forEach(order -> print(OrderSight.of(desk.orders(), order)));
            if (shown.isEmpty() && !follow.asJson()) {
                System.out.println("No orders have been given yet.");
            }
            return ids.isEmpty()
                    ? Exit.DONE
                    : chosen.stream().mapToInt(FollowOptions::exitForward).max().orElse(Exit.DONE);
        }
    }

    private static List<Order> recent(List<Order> all) {
        List<Order> shown = new ArrayList<>();
        int ended = 0;
        for (Order order : all.reversed()) {
            if (!order.state().ended() || ended++ < ENDED_SHOWN) {
                shown.addFirst(order);
            }
        }
        return shown;
    }

    private void print(OrderSight sight) {
        Order order = sight.order();
        if (follow.asJson()) {
            System.out.println(OrderJson.summary(sight));
            return;
        }
        System.out.printf(
                "%-14s %-9s %3d %%  %s%n",
                order.id(),
                order.state().name().toLowerCase(Locale.ROOT),
                (int) (100 * sight.done()),
                OrderText.subject(order));
        if (!order.note().isEmpty()) {
            System.out.println("               " + order.note());
        }
        if (!order.state().ended()) {
            System.out.println("               can be undone: " + sight.undo());
        }
    }
}
