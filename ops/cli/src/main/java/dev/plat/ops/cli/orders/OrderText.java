package dev.plat.ops.cli.orders;

import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An order in lines for people. */
public final class OrderText {

    private static final int BAR = 24;
    private static final int KIB = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private OrderText() {}

    /**
     * Two or three lines that are drawn again and again.
     *
     * @param left until it is over; empty while nobody can say
     */
    static List<String> drawn(OrderSight sight, Optional<Duration> left) {
        Order order = sight.order();
        List<String> lines = new ArrayList<>();
        int filled = (int) Math.round(BAR * sight.done());
        lines.add(
                "%-14s [%s%s] %3d %%  %s%s"
                        .formatted(
                                order.id(),
                                "█".repeat(filled),
                                " ".repeat(BAR - filled),
                                percent(sight),
                                headline(sight),
                                left.map(time -> " · about " + duration(time) + " left")
                                        .orElse("")));
        detail(sight).ifPresent(detail -> lines.add("               " + detail));
        if (!order.state().ended()) {
            lines.add("               can be undone: " + sight.undo());
        }
        return lines;
    }

    /** The same in one line, for a log. */
    static String plain(OrderSight sight, Optional<Duration> left) {
        return "%s %3d %%  %s%s%s"
                .formatted(
                        sight.order().id(),
                        percent(sight),
                        headline(sight),
                        detail(sight).map(text -> " · " + text).orElse(""),
                        left.map(time -> " · about " + duration(time) + " left").orElse(""));
    }

    /** When it is not drawn again: how it ended, and what can be done now. */
    public static List<String> rested(OrderSight sight) {
        Order order = sight.order();
        String what = order.id() + " (" + subject(order) + ")";
        return switch (order.state()) {
            case SOAKING ->
                    List.of(
                            "%s: all %d buckets are over%s."
                                    .formatted(what, sight.bucketsTotal(), pauses(sight)),
                            "  The way back stays open for %s: plat shard rollback %s"
                                    .formatted(duration(order.soak()), order.id()),
                            "  To end that sooner and clean up: plat shard finish " + order.id());
            case DONE ->
                    List.of(
                            order.note().isEmpty()
                                    ? "%s: done, %d buckets moved and cleaned up%s."
                                            .formatted(what, sight.bucketsTotal(), pauses(sight))
                                    : "%s: done; %s.".formatted(what, order.note()));
            case UNDONE ->
                    List.of(
                            order.note().isEmpty()
                                    ? what + ": undone, everything is as it was."
                                    : "%s: undone: %s.".formatted(what, order.note()));
            case REFUSED -> List.of("%s: refused: %s".formatted(what, order.note()));
            case ORDERED, RUNNING, RETURNING ->
                    List.of(
                            "%s: %s, it goes on by itself. Watch it: plat shard status %s --follow"
                                    .formatted(what, lower(order.state()), order.id()));
        };
    }

    /** What an order is about, in a few words. */
    public static String subject(Order order) {
        String argument =
                switch (order.verb()) {
                    case REBALANCE -> "";
                    case DRAIN -> " " + order.arguments().getOrDefault("node", "");
                    case MOVE, ISOLATE ->
                            " "
                                    + order.arguments().getOrDefault("buckets", "")
                                    + " to "
                                    + order.arguments().getOrDefault("target", "");
                };
        return lower(order.verb()) + argument + ", tier " + order.tier().text();
    }

    /** {@code 12 MiB}. */
    public static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= KIB && unit < UNITS.length - 1) {
            value /= KIB;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 2 h 5 min}, {@code 3 min 20 s}, {@code 7 s}. */
    public static String duration(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h" + part(time.toMinutesPart(), "min");
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min" + part(time.toSecondsPart(), "s");
        }
        return time.toSeconds() + " s";
    }

    private static String part(int value, String unit) {
        return value == 0 ? "" : " " + value + " " + unit;
    }

    private static String headline(OrderSight sight) {
        Order order = sight.order();
        return switch (order.state()) {
            case ORDERED ->
                    sight.ahead()
                            .map(other -> "waits for " + other + ", which is carried out first")
                            .orElse("waits for the controller");
            case RUNNING, RETURNING ->
                    "%s: %d of %d buckets over"
                            .formatted(
                                    lower(order.state()),
                                    sight.bucketsOver(),
                                    sight.bucketsTotal());
            case SOAKING -> "soaking: the way back is open";
            case DONE, UNDONE, REFUSED -> lower(order.state());
        };
    }

    private static Optional<String> detail(OrderSight sight) {
        if (sight.order().state().ended()) {
            return Optional.empty();
        }
        return sight.current()
                .map(move -> {
                    StringBuilder text = new StringBuilder();
                    text.append(move.source()).append(" → ").append(move.target());
                    text.append(' ').append(phase(move));
                    if (sight.bytesTotal() > 0) {
                        text.append(" · copied ")
                                .append(bytes(sight.bytesDone()))
                                .append(" of ")
                                .append(bytes(sight.bytesTotal()));
                    }
                    text.append(" · behind ").append(bytes(move.lagBytes()));
                    text.append(pauses(sight));
                    return text.toString();
                });
    }

    private static String phase(MoveProgress move) {
        return move.bucketsTotal() == 0
                ? move.phase()
                : "%s %d/%d".formatted(move.phase(), move.bucketsDone(), move.bucketsTotal());
    }

    private static String pauses(OrderSight sight) {
        long most = sight.worst(MoveProgress::pauseMicrosMax);
        return most == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " · pause p50 %.1f p99 %.1f max %.1f ms",
                        sight.worst(MoveProgress::pauseMicrosP50) / 1e3,
                        sight.worst(MoveProgress::pauseMicrosP99) / 1e3,
                        most / 1e3);
    }

    private static int percent(OrderSight sight) {
        return (int) (100 * sight.done());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
