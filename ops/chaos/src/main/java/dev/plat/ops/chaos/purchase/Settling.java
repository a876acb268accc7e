package dev.plat.ops.chaos.purchase;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * When nothing goes wrong any more: clocks are turned on, and what becomes due is waited for, until
 * all is at its end or ten days have passed.
 */
final class Settling {

    private static final Duration QUIET_MAX = Duration.ofMinutes(4);
    private static final String UNTOLD =
            "SELECT count(*) FROM outbox WHERE ?::timestamptz IS NOT NULL";
    private static final String DUE_ORDERS = "SELECT count(*) FROM orders WHERE due <= ?";
    private static final String OPEN_ORDERS =
            """
            SELECT count(*) FROM orders WHERE placed <= ? AND (due IS NOT NULL
               OR state NOT IN ('fulfilled', 'refunded', 'expired', 'cancelled', 'parked'))\
            """;
    private static final String DUE_PAYMENTS =
            """
            SELECT (SELECT count(*) FROM attempt WHERE due <= now.t)
                 + (SELECT count(*) FROM refund WHERE due <= now.t)
                 + (SELECT count(*) FROM webhook_inbox WHERE due <= now.t)
              FROM (SELECT ?::timestamptz AS t) now\
            """;
    private static final String OPEN_PAYMENTS =
            """
            SELECT (SELECT count(*) FROM attempt WHERE due IS NOT NULL)
                 + (SELECT count(*) FROM refund WHERE due IS NOT NULL)
                 + (SELECT count(*) FROM webhook_inbox WHERE due IS NOT NULL)
             WHERE ?::timestamptz IS NOT NULL\
            """;

    private final SaleRig rig;
    private final Sale sale;
    private final PrintStream out;

    Settling(SaleRig rig, Sale sale, PrintStream out) {
        this.rig = rig;
        this.sale = sale;
        this.out = out;
    }

    void run() throws IOException, InterruptedException, SQLException {
        Duration passed = Duration.ZERO;
        for (Duration step : steps()) {
            quiet();
            long open = count("checkout", OPEN_ORDERS) + count("payments", OPEN_PAYMENTS);
            out.printf("settling: %s later %d things are open%n", text(passed), open);
            if (open == 0) {
                drained();
                return;
            }
            sale.turn(step);
            passed = passed.plus(step);
        }
        quiet();
        drained();
    }

    /** Until what is told to others was told; that goes by real time. */
    private void drained() throws SQLException {
        long end = System.nanoTime() + QUIET_MAX.toNanos();
        while (count("checkout", UNTOLD) + count("payments", UNTOLD) > 0
                && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        }
    }

    private static List<Duration> steps() {
        List<Duration> steps = new ArrayList<>();
        steps.addAll(Collections.nCopies(2, Duration.ofMinutes(2)));
        steps.addAll(Collections.nCopies(2, Duration.ofMinutes(20)));
        steps.addAll(Collections.nCopies(2, Duration.ofHours(1)));
        steps.addAll(Collections.nCopies(2, Duration.ofHours(4)));
        steps.addAll(Collections.nCopies(6, Duration.ofHours(12)));
        steps.addAll(Collections.nCopies(8, Duration.ofDays(1)));
        return steps;
    }

    private static String text(Duration time) {
        return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
    }

    /** Until nothing is due, twice in turn; what is taken up is not due for a moment. */
    private void quiet() throws SQLException {
        long end = System.nanoTime() + QUIET_MAX.toNanos();
        int still = 0;
        while (still < 3 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
            boolean due = count("checkout", DUE_ORDERS) + count("payments", DUE_PAYMENTS) > 0;
            still = due ? 0 : still + 1;
        }
    }

    private long count(String database, String sql) throws SQLException {
        try (Connection connection = rig.connect(database);
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, rig.now().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
