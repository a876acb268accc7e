package dev.plat.ops.cli.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** An order as one event in one line; every field is always there. */
public final class OrderJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OrderJson() {}

    /**
     * What is seen, as an event.
     *
     * @param event {@code progress}; {@code rested} for the last one
     */
    static String line(String event, OrderSight sight, Optional<Duration> left) {
        Order order = sight.order();
        ObjectNode line = JSON.createObjectNode();
        line.put("event", event);
        line.put("order", order.id());
        line.put("verb", lower(order.verb()));
        line.put("tier", order.tier().text());
        line.put("state", lower(order.state()));
        line.put("note", order.note());
        line.put("percent", (int) (100 * sight.done()));
        line.put("bucketsOver", sight.bucketsOver());
        line.put("bucketsTotal", sight.bucketsTotal());
        line.put("moves", order.moves().size());
        line.put("bytesDone", sight.bytesDone());
        line.put("bytesTotal", sight.bytesTotal());
        line.put("lagBytes", sight.current().map(MoveProgress::lagBytes).orElse(0L));
        line.put("pauseMicrosP50", sight.worst(MoveProgress::pauseMicrosP50));
        line.put("pauseMicrosP99", sight.worst(MoveProgress::pauseMicrosP99));
        line.put("pauseMicrosMax", sight.worst(MoveProgress::pauseMicrosMax));
        line.put("source", sight.current().map(MoveProgress::source).orElse(""));
        line.put("target", sight.current().map(MoveProgress::target).orElse(""));
        line.put("step", sight.current().map(move -> lower(move.step())).orElse(""));
        line.put("phase", sight.current().map(MoveProgress::phase).orElse(""));
        line.put("phaseDone", sight.current().map(MoveProgress::bucketsDone).orElse(0));
        line.put("phaseTotal", sight.current().map(MoveProgress::bucketsTotal).orElse(0));
        line.put("etaMillis", left.map(Duration::toMillis).orElse(-1L));
        line.put("undo", sight.undo());
        return write(line);
    }

    /** The line of an order in a list. */
    public static String summary(OrderSight sight) {
        return line("order", sight, Optional.empty());
    }

    private static String write(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
