package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the domains service: names are held and registered under an order's line, once
 * each, and a registry may be slow, unwilling, or lose its answers. It remembers everything.
 *
 * <p>Threads: safe.
 */
final class NameStand {

    /** What is to become of a name. */
    enum Fate {
        GOOD,
        TAKEN,
        REFUSED,
        REFUSED_LATE,
        SLOW,
        ANSWER_LOST,
        AWAY
    }

    private static final Duration SLOW = Duration.ofHours(20);

    /** Longer than money is only held: it was taken by then, and goes back. */
    private static final Duration LATE = Duration.ofHours(60);

    private final InstantSource clock;
    private final Map<String, Fate> fates = new ConcurrentHashMap<>();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    private volatile boolean calm;

    /** How one line of an order stands here. */
    private static final class Line {
        private final String name;
        private String state = "held";
        private Instant until;
        private @Nullable Instant asked;
        private int registrations;
        private int spoiled;

        private Line(String name, Instant until) {
            this.name = name;
            this.until = until;
        }
    }

    NameStand(InstantSource clock) {
        this.clock = clock;
    }

    void destine(String name, Fate fate) {
        fates.put(name, fate);
    }

    /** From now on every answer arrives. */
    void calm() {
        calm = true;
    }

    /** Whether the line of an order, {@code order/line}, has its name. */
    boolean registered(String effect) {
        Line line = lines.get(effect);
        return line != null && line.state.equals("registered");
    }

    boolean held(String effect) {
        Line line = lines.get(effect);
        return line != null && line.state.equals("held") && clock.instant().isBefore(line.until);
    }

    /** Names that were registered more than once. */
    long doubled() {
        return lines.values().stream().filter(line -> line.registrations > 1).count();
    }

    /**
     * What is answered.
     *
     * @param what {@code hold}, {@code register}, {@code release} or another look
     */
    Others.Reply answer(String what, JsonNode asked) {
        String effect = asked.path("effect").asText();
        Line line =
                what.equals("hold")
                        ? hold(effect, asked.path("name").asText(), asked.path("seconds").asLong())
                        : lines.get(effect);
        if (line == null) {
            return what.equals("hold")
                    ? new Others.Reply(409, "{\"code\":\"name-taken\"}")
                    : new Others.Reply(404, "{\"code\":\"not-found\"}");
        }
        synchronized (line) {
            Fate fate = fates.getOrDefault(line.name, Fate.GOOD);
            if (fate == Fate.AWAY && !calm && line.spoiled++ < 2) {
                return new Others.Reply(503, "{\"code\":\"try-again\"}");
            }
            switch (what) {
                case "register" -> register(line, effect, fate);
                case "release" -> release(line, effect);
                default -> {}
            }
            if (fate == Fate.ANSWER_LOST && !calm && line.spoiled++ < 2) {
                return Others.Reply.LOST;
            }
            return new Others.Reply(
                    200,
                    "{\"registration\":\"regn_%s\",\"state\":\"%s\",\"sentence\":\"it is %s\"}"
                            .formatted(line.name, line.state, line.state));
        }
    }

    private @Nullable Line hold(String effect, String name, long seconds) {
        if (fates.get(name) == Fate.TAKEN) {
            return null;
        }
        if (!holders.computeIfAbsent(name, _ -> effect).equals(effect)) {
            return null;
        }
        return lines.computeIfAbsent(
                effect, _ -> new Line(name, clock.instant().plusSeconds(seconds)));
    }

    private void register(Line line, String effect, Fate fate) {
        Instant now = clock.instant();
        if (line.state.equals("held") && !now.isBefore(line.until)) {
            line.state = "gone";
        }
        if (!line.state.equals("held") && !line.state.equals("pending")) {
            return;
        }
        Instant asked = line.asked == null ? now : line.asked;
        line.asked = asked;
        if (now.isBefore(asked.plus(undecided(fate)))) {
            line.state = "pending";
        } else if (fate == Fate.REFUSED || fate == Fate.REFUSED_LATE) {
            line.state = "refused";
            holders.remove(line.name, effect);
        } else {
            line.state = "registered";
            line.registrations++;
        }
    }

    private static Duration undecided(Fate fate) {
        return switch (fate) {
            case SLOW -> SLOW;
            case REFUSED_LATE -> LATE;
            case GOOD, TAKEN, REFUSED, ANSWER_LOST, AWAY -> Duration.ZERO;
        };
    }

    private void release(Line line, String effect) {
        if (line.state.equals("held")) {
            line.state = "gone";
            holders.remove(line.name, effect);
        }
    }
}
