package dev.plat.ops.cli.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** What a command has done itself, before the controller goes on: a line each, with its time. */
final class Steps {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final boolean asJson;
    private long began = System.nanoTime();

    Steps(PrintStream out, boolean asJson) {
        this.out = out;
        this.asJson = asJson;
    }

    void begin() {
        began = System.nanoTime();
    }

    /** Says that it is done; the next begins. */
    void done(String what) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        begin();
        if (!asJson) {
            out.printf("%-60s %6.1f s%n", what, millis / 1e3);
            return;
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("event", "step");
        line.put("text", what);
        line.put("millis", millis);
        try {
            out.println(JSON.writeValueAsString(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
