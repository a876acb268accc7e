package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * One name as the domains service answers it.
 *
 * @param json its answer
 */
record NameView(JsonNode json) {

    /** Of a certificate: somebody must do something. */
    static final Set<String> WRONG = Set.of("failed", "paused");

    String name() {
        return json.path("name").asText();
    }

    String nameStatus() {
        return json.path("nameStatus").asText();
    }

    String certificateStatus() {
        return json.path("certificateStatus").asText("none");
    }

    /** Where it is visited; empty until it is live. */
    String link() {
        return text("url");
    }

    boolean live() {
        return !link().isEmpty();
    }

    /** 0 live, 1 something is missing, 4 it only takes time. */
    int exit() {
        if (live()) {
            return Exit.DONE;
        }
        boolean fine = json.path("findings").isEmpty() && !WRONG.contains(certificateStatus());
        return fine ? Exit.STILL_RUNNING : Exit.REFUSED;
    }

    /** The most important thing to say about it in a few words. */
    String next() {
        if (live()) {
            return link();
        }
        JsonNode finding = json.path("findings").path(0);
        if (!finding.isMissingNode()) {
            return finding.path("sentence").asText();
        }
        String reason = text("certificateReason");
        return reason.isEmpty() ? "looked at again at " + text("nextCheck") : reason;
    }

    /** Everything, for people; the next look is left out, since it says nothing new. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String display = json.path("display").asText();
        lines.add(
                "%s%s  name %s, certificate %s"
                        .formatted(
                                name(),
                                display.equals(name()) ? "" : " (" + display + ")",
                                nameStatus(),
                                certificateStatus()));
        if (!text("looksLike").isEmpty()) {
            lines.add("  people may take it for " + text("looksLike"));
        }
        if (json.path("contest").isObject()) {
            lines.add("  another account has proven this name too; keep your proof record");
        }
        json.path("findings")
                .forEach(finding -> {
                    lines.add("  ! " + finding.path("sentence").asText());
                    texts(finding.path("found"))
                            .forEach(found -> lines.add("      found " + found));
                });
        if (!text("certificateReason").isEmpty()) {
            lines.add("  certificate: " + text("certificateReason"));
        }
        if (live()) {
            lines.add("  " + link());
        } else {
            json.path("records").forEach(record -> lines.add("  " + record(record)));
        }
        return lines;
    }

    ObjectNode event(String kind) {
        ObjectNode event = json.deepCopy();
        event.put("event", kind);
        event.put("live", live());
        return event;
    }

    /** As a zone file has it, so that it can be pasted into one. */
    private static String record(JsonNode record) {
        String type = record.path("type").asText();
        String value = record.path("value").asText();
        return "%s. %d %s %s"
                .formatted(
                        record.path("host").asText(),
                        record.path("ttl").asInt(),
                        type,
                        switch (type) {
                            case "TXT" -> "\"" + value + "\"";
                            case "CNAME" -> value + ".";
                            default -> value;
                        });
    }

    /** Empty where there is none. */
    private String text(String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : "";
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
