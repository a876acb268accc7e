package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.orders.Following;
import dev.plat.ops.cli.orders.Screen;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.router.core.orders.Order;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** How what was ordered is watched. Leaving is always possible: the work goes on. */
final class FollowOptions {

    @Option(
            names = "--json",
            description = "One JSON object a line, with stable fields, for programs.")
    private boolean asJson;

    @Option(
            names = "--detach",
            description = "Return at once with exit code 4; the work goes on by itself.")
    private boolean detach;

    boolean asJson() {
        return asJson;
    }

    /** Follows orders that go forward: at rest when they have ended, or soak. */
    int forward(Desk desk, List<String> ids) throws InterruptedException {
        return follow(desk, ids, Following::over, FollowOptions::exitForward);
    }

    /**
     * Follows orders unless told not to.
     *
     * @param exit of each order when all rest; the largest becomes the command's
     */
    int follow(Desk desk, List<String> ids, Predicate<Order> rests, ToIntFunction<Order> exit)
            throws InterruptedException {
        if (detach) {
            ids.forEach(id -> sayHowToFollow(List.of(id)));
            return Exit.STILL_RUNNING;
        }
        Thread leaving = new Thread(() -> leave(ids), "ctrl-c");
        Runtime.getRuntime().addShutdownHook(leaving);
        try {
            Screen screen = new Screen(System.out, reader());
            List<Order> orders =
                    new Following(desk.orders(), screen, System::nanoTime).until(ids, rests);
            return orders.stream().mapToInt(exit).max().orElse(Exit.DONE);
        } finally {
            Runtime.getRuntime().removeShutdownHook(leaving);
        }
    }

    static int exitForward(Order order) {
        return switch (order.state()) {
            case DONE, SOAKING -> Exit.DONE;
            case REFUSED -> Exit.REFUSED;
            case UNDONE -> Exit.UNDONE;
            case ORDERED, RUNNING, RETURNING -> Exit.STILL_RUNNING;
        };
    }

    private Screen.Reader reader() {
        if (asJson) {
            return Screen.Reader.PROGRAM;
        }
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? Screen.Reader.TERMINAL
                : Screen.Reader.LOG;
    }

    private void leave(List<String> ids) {
        System.out.println();
        sayHowToFollow(ids);
        System.out.flush();
        // Not System.exit: this is the end already, and its code is the system's own choice.
        Runtime.getRuntime().halt(Exit.STILL_RUNNING);
    }

    private void sayHowToFollow(List<String> ids) {
        if (asJson) {
            ids.forEach(id -> System.out.println("{\"event\":\"left\",\"order\":\"" + id + "\"}"));
            return;
        }
        System.out.println(
                "The work goes on by itself. Pick it up: plat shard status "
                        + String.join(" ", ids)
                        + " --follow");
        System.out.println("To turn it back: plat shard rollback " + ids.getFirst());
    }
}
