package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.CapacityOutlook;
import dev.plat.ops.bench.rig.Target;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One page that needs nothing else: the years from left to right, the same axis for all drawings.
 */
final class RenewalPage {

    private static final String HEAD =
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Renewals in virtual years</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}
            table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}
            .met{color:#1c7a3c}.missed{color:#b3261e;font-weight:600}svg{max-width:100%;height:auto}
            svg text{font:12px system-ui,sans-serif;fill:#222}figure{margin:1.5rem 0}figcaption{font-weight:600}
            .key span{display:inline-block;margin-right:1rem}.key i{display:inline-block;width:.9rem;height:.9rem;margin-right:.3rem;vertical-align:-.1rem}</style>
            <h1>Renewals in virtual years</h1>
            """;

    private static final String[] COLOURS = {
        "#b3261e", "#e8590c", "#f59f00", "#ffd43b", "#c0d860", "#74b816", "#37b24d", "#1098ad",
        "#1c7ed6", "#4263eb"
    };

    private final Plan plan;
    private final Ledger ledger;
    private final List<Target> targets;

    RenewalPage(Plan plan, Ledger ledger, List<Target> targets) {
        this.plan = plan;
        this.ledger = ledger;
        this.targets = targets;
    }

    String html(String facts, Map<String, Object> sums) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>").append(escaped(facts)).append("</p>");
        CapacityOutlook.Shortfall announced = ledger.announced;
        if (announced != null) {
            page.append("<p class=missed>Announced on day ")
                    .append(ledger.announcedDay)
                    .append(": ")
                    .append(escaped(announced.sentence()))
                    .append("</p>");
        }
        targets(page);
        bands(page);
        orders(page);
        left(page);
        questions(page);
        page.append("<h2>In figures</h2><table>");
        sums.forEach((what, value) ->
                page.append("<tr><td>")
                        .append(escaped(what))
                        .append("<td>")
                        .append(escaped(String.valueOf(value)))
                        .append("</tr>"));
        return page.append("</table></html>\n").toString();
    }

    private void targets(StringBuilder page) {
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
    }

    private void bands(StringBuilder page) {
        page.append(
                "<figure><figcaption>Names by what is left of their certificate's life</figcaption>"
                        + "<p class=key>");
        for (int i = 0; i < Ledger.BANDS.length; i++) {
            page.append(
                    "<span><i style=\"background:%s\"></i>%s</span>"
                            .formatted(
                                    COLOURS[i],
                                    i == 0
                                            ? "run out"
                                            : Ledger.BANDS[i - 1]
                                                    + "–"
                                                    + Ledger.BANDS[i]
                                                    + " days"));
        }
        double most = 0;
        double[][] stacked = new double[Ledger.BANDS.length + 1][plan.days()];
        for (int day = 0; day < plan.days(); day++) {
            for (int i = 0; i < Ledger.BANDS.length; i++) {
                stacked[i + 1][day] = stacked[i][day] + ledger.bands[day][i];
            }
            most = Math.max(most, stacked[Ledger.BANDS.length][day]);
        }
        Chart chart = chart(most, false);
        for (int i = 0; i < Ledger.BANDS.length; i++) {
            chart.area(stacked[i], stacked[i + 1], COLOURS[i]);
        }
        page.append("</p>").append(chart.svg()).append("</figure>");
    }

    private void orders(StringBuilder page) {
        double[] all = new double[plan.days()];
        double[] counted = new double[plan.days()];
        double most = 10;
        for (int day = 0; day < plan.days(); day++) {
            all[day] = ledger.orders[day];
            counted[day] = ledger.ordersCounted[day];
            most = Math.max(most, all[day]);
        }
        double limit = 2400.0 / plan.scale();
        Chart chart = chart(Math.max(most, 2 * limit), true);
        chart.line(all, "#1769aa");
        chart.line(counted, "#e8590c");
        chart.level(limit, "#b3261e", "the account's limit, %,.0f a day".formatted(limit));
        page.append(
                        "<figure><figcaption>Orders a day, on a logarithmic axis</figcaption><p"
                                + " class=key><span><i"
                                + " style=\"background:#1769aa\"></i>all</span><span><i"
                                + " style=\"background:#e8590c\"></i>those that took a token of the"
                                + " account</span></p>")
                .append(chart.svg())
                .append("</figure>");
    }

    private void left(StringBuilder page) {
        double most = 0;
        double least = 0;
        double[] values = new double[plan.days()];
        for (int day = 0; day < plan.days(); day++) {
            values[day] = ledger.leastLeftDays[day];
            most = Math.max(most, values[day]);
            least = Math.min(least, values[day]);
        }
        Chart chart = new Chart(plan, events(), least, most, false);
        chart.line(values, "#1c7a3c");
        chart.level(0, "#b3261e", "");
        page.append("<figure><figcaption>The least life left of any name with DNS right, days")
                .append("</figcaption>")
                .append(chart.svg())
                .append("</figure>");
    }

    private void questions(StringBuilder page) {
        double most = 1;
        double[] failed = new double[plan.days()];
        for (int day = 0; day < plan.days(); day++) {
            failed[day] = ledger.failed[day];
            most = Math.max(most, failed[day]);
        }
        Chart chart = chart(most, false);
        chart.line(failed, "#7048e8");
        page.append("<figure><figcaption>Failed validations a day, all names</figcaption>")
                .append(chart.svg())
                .append("</figure>");
    }

    private Chart chart(double most, boolean logarithmic) {
        return new Chart(plan, events(), logarithmic ? 1 : 0, most, logarithmic);
    }

    /** What else stands on the axis: day and word. */
    private List<Chart.Event> events() {
        List<Chart.Event> events = new ArrayList<>();
        LocalDate begin = plan.start().atOffset(ZoneOffset.UTC).toLocalDate();
        for (CapacityOutlook.Step step : plan.lives()) {
            long day =
                    step.from().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay()
                            - begin.toEpochDay();
            if (day > 0 && day < plan.days()) {
                events.add(new Chart.Event((int) day, step.life().toDays() + "-day lives"));
            }
        }
        events.add(new Chart.Event(plan.revocation() / Plan.DAY, "all revoked"));
        events.add(new Chart.Event(plan.campaignDay(), "campaign"));
        return events;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
