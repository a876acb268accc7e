package dev.plat.ops.cli.running;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Progress: one line that redraws itself on a terminal, plain lines elsewhere. */
public final class Bar implements AutoCloseable {

    private static final int WIDTH = 28;

    private final PrintStream out;
    private final boolean terminal;
    private final long begin = System.nanoTime();
    private String drawn = "";

    public Bar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public static Bar onStderr() {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new Bar(System.err, terminal);
    }

    /**
     * Shows {@code done} of {@code total} and what is going on; the estimate assumes an even pace.
     */
    public void show(long done, long total, String what) {
        long total1 = Math.max(1, total);
        int filled = (int) (WIDTH * Math.min(done, total1) / total1);
        double seconds = (System.nanoTime() - begin) / 1e9;
        String left =
                done > 0 && done < total1
                        ? ", %.0f s left".formatted(seconds * (total1 - done) / done)
                        : "";
        if (terminal) {
            String line =
                    "[%s%s] %d/%d %s%s"
                            .formatted(
                                    "█".repeat(filled),
                                    " ".repeat(WIDTH - filled),
                                    done,
                                    total,
                                    what,
                                    left);
            out.print("\r" + line + " ".repeat(Math.max(0, drawn.length() - line.length())));
            out.flush();
            drawn = line;
        } else {
            String line = "%d/%d %s".formatted(done, total, what);
            if (!line.equals(drawn)) {
                out.println(line);
                drawn = line;
            }
        }
    }

    /** Leaves the line. */
    @Override
    public void close() {
        if (terminal && !drawn.isEmpty()) {
            out.println();
            drawn = "";
        }
    }
}
