package dev.plat.ops.bench.router;

import dev.plat.ops.bench.contender.ContenderKind;
import dev.plat.ops.bench.contender.Operation;
import dev.plat.ops.bench.rig.Median;
import dev.plat.ops.bench.rig.Target;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One page that needs nothing else: bars for the medians, lines for the ranges over the rounds. */
final class Page {

    private static final int BAR_WIDTH = 420;
    private static final int LABEL_WIDTH = 170;
    private static final int ROW_HEIGHT = 24;
    private static final String HEAD =
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Plat's router beside others</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
            table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}
            .met{color:#1c7a3c}.missed{color:#b3261e;font-weight:600}svg text{font:12px system-ui,sans-serif}
            figure{margin:1rem 0}figcaption{font-weight:600}</style>
            <h1>Plat's router beside others</h1>
            <p>One run, one machine, turns interleaved. Bars are medians over the rounds, thin lines the range.
            Raw HikariCP knows the shard by a division and passes no fence; its role is not bound by row security.</p>
            """;

    private final Figures figures;
    private final List<Target> targets;

    Page(Figures figures, List<Target> targets) {
        this.figures = figures;
        this.targets = targets;
    }

    /** The page; {@code facts} is one line about the run. */
    String html(String facts) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>").append(escaped(facts)).append("</p>");
        page.append("<h2>Targets</h2><table><tr><th>what<th>target<th>measured<th></tr>");
        for (Target each : targets) {
            page.append(
                    "<tr><td>%s<td>%s<td>%s<td class=%s>%s</tr>"
                            .formatted(
                                    escaped(each.what()),
                                    escaped(each.limit()),
                                    escaped(each.measured()),
                                    each.met() ? "met" : "missed",
                                    each.met() ? "met" : "missed"));
        }
        page.append("</table>");
        for (Load load : figures.loads()) {
            page.append("<h2>").append(load.text()).append("</h2>");
            for (Operation operation : Operation.values()) {
                plot(page, operation, load, "median time, µs", Slot::p50Micros);
                plot(page, operation, load, "transactions a second", Slot::perSecond);
                plot(page, operation, load, "bytes allocated a call", Slot::bytesPerCall);
            }
        }
        starts(page);
        return page.append("</html>\n").toString();
    }

    private void plot(
            StringBuilder page,
            Operation operation,
            Load load,
            String what,
            ToDoubleFunction<Slot> figure) {
        page.append("<figure><figcaption>%s: %s</figcaption>".formatted(operation.text(), what));
        bars(page, kind -> figures.of(operation, load, kind, figure));
        page.append("</figure>");
    }

    private void starts(StringBuilder page) {
        page.append(
                "<h2>Start</h2><figure><figcaption>from the JVM's start to the first answer, ms");
        page.append("</figcaption>");
        bars(page, figures::startMillis);
        page.append("</figure>");
    }

    private interface Bar {
        Median of(ContenderKind kind);
    }

    private static void bars(StringBuilder page, Bar bar) {
        List<ContenderKind> kinds = List.of(ContenderKind.values());
        double most = kinds.stream().mapToDouble(kind -> bar.of(kind).high()).max().orElse(1);
        int height = kinds.size() * ROW_HEIGHT;
        page.append(
                "<svg width=%d height=%d role=img>"
                        .formatted(LABEL_WIDTH + BAR_WIDTH + 100, height));
        int top = 0;
        for (ContenderKind kind : kinds) {
            page.append(row(kind, bar.of(kind), most, top));
            top += ROW_HEIGHT;
        }
        page.append("</svg>");
    }

    private static String colour(ContenderKind kind) {
        return switch (kind) {
            case RAW -> "#7a8794";
            case PLAT -> "#1769aa";
            case SHARDINGSPHERE -> "#b8651b";
        };
    }

    private static String row(ContenderKind kind, Median value, double most, int top) {
        int middle = top + ROW_HEIGHT / 2;
        double scale = BAR_WIDTH / Math.max(most, Double.MIN_NORMAL);
        return """
        <text x="0" y="%d">%s</text><rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>\
        <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#000"/><text x="%.1f" y="%d">%,.0f</text>\
        """
                .formatted(
                        middle + 4,
                        escaped(kind.text()),
                        LABEL_WIDTH,
                        top + 4,
                        value.median() * scale,
                        ROW_HEIGHT - 8,
                        colour(kind),
                        LABEL_WIDTH + value.low() * scale,
                        LABEL_WIDTH + value.high() * scale,
                        middle,
                        middle,
                        LABEL_WIDTH + value.high() * scale + 8,
                        middle + 4,
                        value.median());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
