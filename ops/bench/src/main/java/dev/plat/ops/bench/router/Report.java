package dev.plat.ops.bench.router;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.plat.ops.bench.rig.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keeps what was found: raw as JSON, drawn as a page, summed up on the screen. */
public final class Report {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    /** Writes both files, prints the summary, and returns the targets. */
    public static List<Target> write(
            Comparison.Found found, Comparison.Settings settings, PrintStream out) {
        Figures figures = new Figures(found);
        List<Target> targets = figures.targets();
        String facts =
                "Java %s, %d cores, PostgreSQL 18 with fsync, %d rounds of %d ms a turn, seed %d"
                        .formatted(
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                settings.rounds(),
                                settings.stretch().toMillis(),
                                settings.seed());
        Path results = settings.folder().resolve("router.json");
        Path page = settings.folder().resolve("router.html");
        try {
            JSON.writeValue(
                    results.toFile(), Map.of("facts", facts, "targets", targets, "found", found));
            Files.writeString(page, new Page(figures, targets).html(facts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(facts);
        figures.print(out);
        Target.print(targets, out);
        out.println();
        out.println("raw results " + results);
        out.println("page        " + page);
        return targets;
    }
}
