package dev.plat.ops.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What {@code plat} says to words, as somebody has typed them. */
public final class Verbs {

    /** What came of it. */
    public record Said(int exit, String out, String err) {}

    private Verbs() {}

    public static Said say(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Plat.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(words.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }
}
