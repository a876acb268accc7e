package dev.plat.ops.cli.operator;

import dev.plat.ops.cli.Verbs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One verb as an operator types it, to a cluster whose processes answer what they are told. */
abstract class ToldVerbs {

    private final List<String> verb;
    @TempDir private Path data;
    ToldProcesses processes;

    ToldVerbs(String... verb) {
        this.verb = List.of(verb);
    }

    @BeforeEach
    void start() throws IOException {
        processes = new ToldProcesses(data);
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    Verbs.Said say(String... words) {
        List<String> arguments = new ArrayList<>(verb);
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        return Verbs.say(arguments);
    }
}
