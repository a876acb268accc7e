package dev.plat.ops.bench.renewals;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** A drawing over the days of a plan: outages are shaded, events stand as lines. */
final class Chart {

    private static final int LEFT = 64;
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 220;
    private static final int TOP = 20;
    private static final int BOTTOM = 24;

    /** Something that happens on a day. */
    record Event(int day, String word) {}

    private final Plan plan;
    private final double least;
    private final double most;
    private final boolean logarithmic;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder above = new StringBuilder();

    Chart(Plan plan, List<Event> events, double least, double most, boolean logarithmic) {
        this.plan = plan;
        this.least = least;
        this.most = Math.max(most, least + 1);
        this.logarithmic = logarithmic;
        for (int begin : plan.outages()) {
            double from = x(begin / Plan.DAY);
            above.append(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#000\" fill-opacity=\".22\"/>"
                            .formatted(
                                    from,
                                    TOP,
                                    x(begin / Plan.DAY + plan.outageDays()) - from,
                                    HEIGHT));
            above.append(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">CA away</text>"
                            .formatted(
                                    x(begin / Plan.DAY) + (x(plan.outageDays()) - LEFT) / 2,
                                    TOP + 14));
        }
        for (Event each : events) {
            above.append(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#222\" stroke-dasharray=\"3 3\"/><text x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\">%5$s</text>"
                            .formatted(x(each.day()), TOP, TOP + HEIGHT, TOP - 6, each.word()));
        }
        grid();
    }

    void line(double[] values, String colour) {
        StringBuilder points = new StringBuilder();
        for (int day = 0; day < values.length; day++) {
            points.append("%.1f,%.1f ".formatted(x(day), y(values[day])));
        }
        body.append(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"%s\"/>"
                        .formatted(colour, points));
    }

    void area(double[] low, double[] high, String colour) {
        StringBuilder points = new StringBuilder();
        for (int day = 0; day < high.length; day++) {
            points.append("%.1f,%.1f ".formatted(x(day), y(high[day])));
        }
        for (int day = low.length - 1; day >= 0; day--) {
            points.append("%.1f,%.1f ".formatted(x(day), y(low[day])));
        }
        body.append("<polygon fill=\"%s\" points=\"%s\"/>".formatted(colour, points));
    }

    void level(double value, String colour, String word) {
        body.append(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\" stroke-dasharray=\"6 3\"/><text x=\"%5$d\" y=\"%6$.1f\" style=\"fill:%4$s\">%7$s</text>"
                        .formatted(
                                LEFT,
                                LEFT + WIDTH,
                                y(value),
                                colour,
                                LEFT + 6,
                                y(value) - 4,
                                word));
    }

    String svg() {
        return "<svg viewBox=\"0 0 %d %d\" role=img>%s%s</svg>"
                .formatted(LEFT + WIDTH + 20, TOP + HEIGHT + BOTTOM, body, above);
    }

    private void grid() {
        for (double value : logarithmic ? decades() : fifths()) {
            body.append(
                    "<line x1=\"%1$d\" x2=\"%2$d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#ddd\"/><text x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$s</text>"
                            .formatted(
                                    LEFT,
                                    LEFT + WIDTH,
                                    y(value),
                                    LEFT - 6,
                                    y(value) + 4,
                                    "%,.0f".formatted(value)));
        }
        LocalDate begin = plan.start().atOffset(ZoneOffset.UTC).toLocalDate();
        for (int day = 0; day < plan.days(); day++) {
            LocalDate date = begin.plusDays(day);
            if (date.getDayOfMonth() == 1 && date.getMonthValue() % 3 == 1) {
                body.append(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                                .formatted(
                                        x(day),
                                        TOP + HEIGHT + 17,
                                        String.format(Locale.ROOT, "%1$tY-%1$tm", date)));
            }
        }
    }

    private double[] decades() {
        int count = (int) Math.ceil(Math.log10(most)) + 1;
        double[] decades = new double[count];
        for (int i = 0; i < count; i++) {
            decades[i] = Math.pow(10, i);
        }
        return decades;
    }

    private double[] fifths() {
        double[] fifths = new double[6];
        for (int i = 0; i < fifths.length; i++) {
            fifths[i] = least + (most - least) * i / 5;
        }
        return fifths;
    }

    private double x(int day) {
        return LEFT + WIDTH * (double) day / plan.days();
    }

    private double y(double value) {
        double share =
                logarithmic
                        ? Math.log10(Math.max(1, value)) / Math.ceil(Math.log10(most))
                        : (Math.clamp(value, least, most) - least) / (most - least);
        return TOP + HEIGHT * (1 - share);
    }
}
