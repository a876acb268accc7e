package dev.plat.ops.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A service's figures, for people or for what collects metrics. */
public final class FigureTable {

    private FigureTable() {}

    /** With what somebody has to look at first. */
    public static List<String> lines(JsonNode answer) {
        List<String> alarms = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonNode figure : answer.path("figures")) {
            boolean alarm = figure.path("alarm").asBoolean();
            String limit =
                    figure.path("most").isNumber()
                            ? ", at most " + text(figure, figure.path("most").asLong())
                            : "";
            String line =
                    "%-6s %-36s %-24s %12s%s"
                            .formatted(
                                    alarm ? "ALARM" : "",
                                    figure.path("name").asText(),
                                    figure.path("label").asText(),
                                    text(figure, figure.path("value").asLong()),
                                    limit);
            (alarm ? alarms : others).add(line);
        }
        alarms.addAll(others);
        return alarms;
    }

    private static String text(JsonNode figure, long value) {
        return figure.path("name").asText().endsWith("_seconds")
                ? value + " s"
                : Long.toString(value);
    }

    /**
     * In the text format that Prometheus reads, also from a file beside a node's exporter.
     *
     * @param service the first part of each name
     */
    public static List<String> metrics(String service, JsonNode answer) {
        List<String> lines = new ArrayList<>();
        String before = "";
        for (JsonNode figure : answer.path("figures")) {
            String name = "plat_" + service + "_" + figure.path("name").asText();
            if (!name.equals(before)) {
                lines.add("# TYPE " + name + " gauge");
                before = name;
            }
            String label = figure.path("label").asText();
            lines.add(
                    name
                            + (label.isEmpty() ? "" : "{of=\"" + label + "\"}")
                            + " "
                            + figure.path("value").asLong());
        }
        lines.add("# TYPE plat_" + service + "_alarms gauge");
        lines.add("plat_" + service + "_alarms " + answer.path("alarms").asLong());
        return lines;
    }
}
