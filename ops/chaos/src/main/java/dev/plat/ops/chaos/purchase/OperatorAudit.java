package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.schemas.Bucket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code plat payments reconcile} and {@code ledger verify} say, and who used coupons. */
final class OperatorAudit {

    private static final int BUCKETS_AT_ONCE = 128;

    /** Before any clock was turned. */
    private static final Duration LONG_AGO = Duration.ofDays(1);

    /** More than a movement has until it counts. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final Sale sale;
    private final OperatorLine payments;

    OperatorAudit(Sale sale) {
        this.sale = sale;
        this.payments = sale.operators;
    }

    /**
     * All of them.
     *
     * @param delivered how many orders with which coupon came to their end
     */
    List<Finding> findings(Map<String, Integer> delivered)
            throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        // The youngest movements are read now; from then on they are waited for.
        explained();
        sale.turn(SETTLED);
        JsonNode report = explained();
        findings.add(
                new Finding(
                        "of the provider's %d movements, not explained"
                                .formatted(report.path("movements").asLong()),
                        report.path("movements").asLong() - explained(report)));
        findings.add(named("differences that reconciliation names", report.path("differences")));
        findings.add(named("booked, and not shown by the provider", report.path("missing")));
        findings.add(proved());
        findings.addAll(coupons(delivered));
        return findings;
    }

    /** As long as fewer and fewer wait. */
    private JsonNode explained() throws InterruptedException {
        String asked = "{\"since\": \"%s\"}".formatted(Instant.now().minus(LONG_AGO));
        JsonNode report = payments.required("POST", "reconciliation", asked);
        long before = Long.MAX_VALUE;
        while (report.path("waiting").asLong() > 0 && report.path("waiting").asLong() < before) {
            before = report.path("waiting").asLong();
            report = payments.required("POST", "reconciliation", asked);
        }
        return report;
    }

    /** It is told in hundredths of a percent, cut. */
    private static long explained(JsonNode report) {
        return Math.ceilDiv(
                report.path("settled").asLong() * report.path("explained").asLong(), 10_000);
    }

    private Finding proved() throws InterruptedException {
        long entries = 0;
        List<String> bad = new ArrayList<>();
        for (int from = 0; from < Bucket.COUNT; from += BUCKETS_AT_ONCE) {
            JsonNode part =
                    payments.required(
                            "GET",
                            "ledger/verification?from=%d&to=%d"
                                    .formatted(from, from + BUCKETS_AT_ONCE - 1),
                            "");
            entries += part.path("entries").asLong();
            part.path("findings").forEach(one -> bad.add(one.toString()));
        }
        return finding(
                "of the books' %,d entries, not as they were posted".formatted(entries), bad);
    }

    private List<Finding> coupons(Map<String, Integer> delivered) throws InterruptedException {
        List<String> held = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonNode coupon : payments.required("GET", "coupons", "").required("coupons")) {
            long used = coupon.path("used").asLong();
            if (coupon.path("held").asLong() != 0) {
                held.add(coupon.toString());
            }
            boolean right = used == delivered.getOrDefault(coupon.path("code").asText(), 0);
            if (!right || used > coupon.path("most").asLong()) {
                others.add(coupon + ", delivered with it: " + delivered);
            }
        }
        return List.of(
                finding("coupons that are still held", held),
                finding("coupons used other than by what was delivered", others));
    }

    private static Finding named(String what, JsonNode all) {
        List<String> some = new ArrayList<>();
        all.forEach(one -> some.add(one.toString()));
        return finding(what, some);
    }

    private static Finding finding(String what, List<String> bad) {
        return new Finding(what, bad.size(), bad.stream().limit(Finding.SHOWN_MAX).toList());
    }
}
