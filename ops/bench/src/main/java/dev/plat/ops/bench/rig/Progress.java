package dev.plat.ops.bench.rig;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a long run has come, with an estimate: a line that is written over on a terminal, a line
 * now and then anywhere else.
 *
 * <p>Threads: for one.
 */
public final class Progress {

    private static final Duration TERMINAL_EVERY = Duration.ofMillis(200);
    private static final Duration LOG_EVERY = Duration.ofSeconds(15);

    private final String what;
    private final long total;
    private final PrintStream out;
    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private final long beginNanos = System.nanoTime();
    private long shownNanos = beginNanos - LOG_EVERY.toNanos();

    public Progress(String what, long total, PrintStream out) {
        this.what = what;
        this.total = total;
        this.out = out;
    }

    public void at(long done, String more) {
        long now = System.nanoTime();
        Duration every = terminal ? TERMINAL_EVERY : LOG_EVERY;
        if (now - shownNanos < every.toNanos() && done < total) {
            return;
        }
        shownNanos = now;
        double seconds = (now - beginNanos) / 1e9;
        String left =
                done == 0
                        ? "?"
                        : Long.toString(Math.round(seconds * Math.max(0, total - done) / done));
        String line =
                "%s %d of %d, %.0f s, about %s s left; %s"
                        .formatted(what, done, total, seconds, left, more);
        if (terminal) {
            out.print("\r" + line + "\033[K" + (done >= total ? "\n" : ""));
        } else {
            out.println(line);
        }
        out.flush();
    }
}
