package dev.plat.ops.cli.orders;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where followed orders are shown: a terminal, whose lines are drawn over; a log, which gets a line
 * when something has changed that a reader would want to know; or a program, which gets events.
 *
 * <p>Threads: for one.
 */
public final class Screen {

    /** Who reads. */
    public enum Reader {
        TERMINAL,
        LOG,
        PROGRAM
    }

    private static final String CLEAR = "\u001b[2K";
    private static final int LOG_STEP_PERCENT = 10;

    private final PrintStream out;
    private final Reader reader;
    private final Map<String, Estimate> estimates = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private int drawn;

    public Screen(PrintStream out, Reader reader) {
        this.out = out;
        this.reader = reader;
    }

    /** Shows what is seen now. */
    void show(List<OrderSight> sights, long nowNanos) {
        List<String> lines = new ArrayList<>();
        for (OrderSight sight : sights) {
            var left =
                    estimates
                            .computeIfAbsent(
                                    sight.order().id() + sight.order().state(), _ -> new Estimate())
                            .left(sight.done(), nowNanos);
            switch (reader) {
                case TERMINAL -> lines.addAll(OrderText.drawn(sight, left));
                case LOG -> tell(sight, milestone(sight), OrderText.plain(sight, left));
                case PROGRAM -> {
                    String line = OrderJson.line("progress", sight, left);
                    tell(sight, line.replaceAll("\"etaMillis\":-?\\d+,", ""), line);
                }
            }
        }
        draw(lines);
    }

    /** Leaves the drawn lines and says how each order came to rest. */
    void rest(List<OrderSight> sights) {
        drawn = 0;
        for (OrderSight sight : sights) {
            if (reader == Reader.PROGRAM) {
                out.println(OrderJson.line("rested", sight, Optional.empty()));
            } else {
                OrderText.rested(sight).forEach(out::println);
            }
        }
        out.flush();
    }

    private void tell(OrderSight sight, String what, String line) {
        if (!what.equals(told.put(sight.order().id(), what))) {
            out.println(line);
            out.flush();
        }
    }

    private static String milestone(OrderSight sight) {
        return sight.order().state()
                + sight.current().map(move -> move.move() + move.phase()).orElse("")
                + (int) (100 * sight.done()) / LOG_STEP_PERCENT;
    }

    private void draw(List<String> lines) {
        if (reader != Reader.TERMINAL) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[%dA".formatted(drawn)); // up again
        }
        for (String line : lines) {
            text.append(CLEAR).append(line).append('\n');
        }
        for (int i = lines.size(); i < drawn; i++) {
            text.append(CLEAR).append('\n');
        }
        drawn = Math.max(drawn, lines.size());
        out.print(text);
        out.flush();
    }
}
