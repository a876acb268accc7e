package dev.plat.ops.sandbox.card.line;

import java.util.Map;

/** What comes back. */
public sealed interface Said {

    /** An answer. */
    record Reply(int status, Map<String, String> headers, String body) implements Said {
        public Reply {
            headers = Map.copyOf(headers);
        }
    }

    /** Nothing: the line is cut. */
    record Cut() implements Said {}

    static Reply json(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }
}
