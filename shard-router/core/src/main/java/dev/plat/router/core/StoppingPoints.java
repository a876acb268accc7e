package dev.plat.router.core;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Control points for a process under test. A text says what happens where: {@code
 * kill:grant.after#3, pause:freeze.committed, delay:lag.ok:50ms, throw:map.before, note:*}. With
 * {@code #n} it happens at the n-th arrival only, else at each; {@code *} is every point.
 *
 * <ul>
 *   <li>{@code note} says on standard output that the point was reached.
 *   <li>{@code pause} makes the file {@code <point>.<pid>.<arrival>} in the folder of gates, and
 *       goes on when somebody removes it. A file and not standard input, so that a harness can
 *       drive a process that another one started.
 *   <li>{@code delay} waits.
 *   <li>{@code throw} throws {@link Stopped}.
 *   <li>{@code kill} ends the process at once with 137, as SIGKILL would: no shutdown hook, no
 *       finally, open connections cut by the system.
 * </ul>
 *
 * <p>Each of them first prints the line {@code plat-control <point> <mode>}, for a pause followed
 * by its gate.
 *
 * <p>Threads: safe; arrivals of all threads are counted together.
 */
public final class StoppingPoints implements ControlPoints {

    /** The text, for a process: {@code -Dplat.control=kill:grant.after}. */
    public static final String PROPERTY = "plat.control";

    /** The text in a file that may change while the process runs: {@code -Dplat.control.file=…}. */
    public static final String FILE_PROPERTY = "plat.control.file";

    /** The folder of gates, for a process. */
    public static final String GATES_PROPERTY = "plat.control.gates";

    private static final int KILLED = 137;
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Pattern RULE =
            Pattern.compile(
                    "(note|pause|delay|throw|kill):(\\*|[a-z]+(?:[.-][a-z]+)*)"
                            + "(?::(\\d{1,6})ms)?(?:#(\\d{1,9}))?");

    private enum Mode {
        NOTE,
        PAUSE,
        DELAY,
        THROW,
        KILL
    }

    /**
     * @param arrival which one, 0 for each
     */
    private record Rule(Mode mode, String point, Duration delay, int arrival) {

        boolean meets(String reached, int count) {
            return (point.equals("*") || point.equals(reached))
                    && (arrival == 0 || arrival == count);
        }
    }

    /** What {@code throw} throws: the caller's step ends here, the process goes on. */
    public static final class Stopped extends RuntimeException {

        @Serial private static final long serialVersionUID = 1;

        Stopped(String point) {
            super("stopped at the control point " + point);
        }
    }

    private final List<Rule> rules;
    private final Path gates;
    private final PrintStream out;
    private final Runnable kill;
    private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();

    StoppingPoints(String text, Path gates, PrintStream out, Runnable kill) {
        this.rules = parse(text);
        this.gates = gates;
        this.out = out;
        this.kill = kill;
    }

    /**
     * Points that do what the text says.
     *
     * @param text comma-separated rules
     * @param gates where the files of pauses are made; made itself when it is not there
     * @throws IllegalArgumentException naming the rule that is none
     */
    public static StoppingPoints of(String text, Path gates) {
        return new StoppingPoints(text, gates, System.out, () -> Runtime.getRuntime().halt(KILLED));
    }

    /** As the system properties say; {@link #NONE} when they say nothing. */
    public static ControlPoints ofProperties() {
        Path gates = Path.of(System.getProperty(GATES_PROPERTY, System.getProperty("user.dir")));
        String file = System.getProperty(FILE_PROPERTY, "");
        if (!file.isBlank()) {
            return new StoppingRules(Path.of(file), gates);
        }
        String text = System.getProperty(PROPERTY, "");
        return text.isBlank() ? NONE : of(text, gates);
    }

    @Override
    public void reach(String point) {
        int count = arrivals.computeIfAbsent(point, _ -> new AtomicInteger()).incrementAndGet();
        for (Rule rule : rules) {
            if (rule.meets(point, count)) {
                stop(rule, point, count);
            }
        }
    }

    private void stop(Rule rule, String point, int count) {
        switch (rule.mode) {
            case NOTE -> say(point, "note");
            case PAUSE -> pause(point, count);
            case DELAY -> {
                say(point, "delay");
                sleep(rule.delay, point);
            }
            case THROW -> {
                say(point, "throw");
                throw new Stopped(point);
            }
            case KILL -> {
                say(point, "kill");
                kill.run();
            }
        }
    }

    private void pause(String point, int count) {
        Path gate = gates.resolve(point + "." + ProcessHandle.current().pid() + "." + count);
        Deadline end = Deadline.in(PAUSE_MAX);
        try {
            Files.createDirectories(gates);
            Files.writeString(gate, point);
            say(point, "pause " + gate);
            while (Files.exists(gate)) {
                if (end.passed()) {
                    throw new IllegalStateException("nobody opened the gate " + gate);
                }
                sleep(LOOK_AGAIN, point);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String point, String what) {
        out.println("plat-control " + point + " " + what);
        out.flush();
    }

    private static void sleep(Duration time, String point) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(point);
        }
    }

    private static List<Rule> parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = RULE.matcher(part.strip());
            boolean delays = part.strip().startsWith("delay:");
            if (!matcher.matches() || delays != (matcher.group(3) != null)) {
                throw new IllegalArgumentException(
                        "'"
                                + part
                                + "' is no rule for a control point; one is kill:grant.after,"
                                + " kill:grant.after#3, pause:freeze.committed,"
                                + " delay:lag.ok:50ms, throw:map.before or note:*");
            }
            rules.add(
                    new Rule(
                            Mode.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                            matcher.group(2),
                            Duration.ofMillis(number(matcher.group(3))),
                            number(matcher.group(4))));
        }
        return rules;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
