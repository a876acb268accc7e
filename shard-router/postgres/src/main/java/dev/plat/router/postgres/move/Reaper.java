package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Census.Finding;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Removes what the census finds, subscriptions first. It acts only while it holds the lock of the
 * move on that one's target, and only when the move has ended or was never written down.
 */
final class Reaper {

    // What a dropped subscription leaves behind is found by the next look.
    private static final int PASSES = 3;
    private static final List<String> ORDER =
            List.of(
                    "subscription",
                    "table-slots",
                    "slot",
                    "publication",
                    "importing",
                    "rows",
                    "marker",
                    "ledger-line");

    private final Dialer dialer;
    private final Control control;
    private final ControlPoints points;

    Reaper(Dialer dialer, Control control, ControlPoints points) {
        this.dialer = dialer;
        this.control = control;
        this.points = points;
    }

    int reap(Tier tier) {
        int reaped = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            List<Finding> findings = new Census(dialer, control).findings(tier);
            int now = 0;
            for (String kind : ORDER) {
                for (Finding finding : findings) {
                    if (finding.leftover().kind().equals(kind) && reap(tier, finding)) {
                        now++;
                    }
                }
            }
            if (now == 0) {
                return reaped;
            }
            reaped += now;
        }
        return reaped;
    }

    private boolean reap(Tier tier, Finding finding) {
        Leftover leftover = finding.leftover();
        String lockOn = finding.target().orElse(leftover.shard());
        try (ShardLine lock = line(tier, lockOn, "reap lock");
                ShardLine line = line(tier, leftover.shard(), "reap")) {
            boolean mine =
                    lock.alone(c -> leftover.move().isEmpty() || Lines.tryLock(c, tail(leftover)));
            if (!mine || lock.look(c -> isLive(c, tier, leftover))) {
                return false;
            }
            remove(line, leftover);
            return true;
        } catch (WorldAway later) {
            return false;
        }
    }

    private static String tail(Leftover leftover) {
        String digits = leftover.move().replace("-", "");
        return digits.substring(digits.length() - 12);
    }

    private static boolean isLive(Connection connection, Tier tier, Leftover leftover)
            throws SQLException {
        List<MoveRecord> moves = MoveBook.unfinished(connection, tier);
        return !leftover.move().isEmpty()
                && moves.stream()
                        .anyMatch(move -> Link.tail(move.move().id()).equals(tail(leftover)));
    }

    private void remove(ShardLine line, Leftover leftover) {
        String name = leftover.name();
        switch (leftover.kind()) {
            case "subscription" ->
                    line.write(c -> {
                        Subscriptions.drop(c, name);
                        return true;
                    });
            case "slot", "table-slots" ->
                    line.alone(c -> {
                        Slots.drop(c, name);
                        return true;
                    });
            case "publication" ->
                    line.write(c -> {
                        Publications.drop(c, name);
                        return true;
                    });
            case "importing" ->
                    line.write(c ->
                            run(
                                    c,
                                    """
                                    UPDATE plat.plat_bucket SET state = 'aborted', since = now()
                                     WHERE bucket = ?::smallint AND move = ?::uuid
                                       AND state = 'importing'\
                                    """,
                                    name,
                                    leftover.move()));
            case "rows" ->
                    CleanUp.rows(
                            line,
                            UUID.fromString(leftover.move()),
                            List.of(new Bucket(Integer.parseInt(name))),
                            0,
                            points);
            case "marker" -> CleanUp.notes(line, UUID.fromString(leftover.move()));
            case "ledger-line" ->
                    line.write(c -> {
                        String[] parts = name.split(" ", 2);
                        Ledger.erase(c, parts[0], parts[1]);
                        return true;
                    });
            default -> throw new IllegalStateException("no way to remove " + leftover);
        }
    }

    private static int run(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private ShardLine line(Tier tier, String shard, String purpose) {
        return new ShardLine(dialer, control, tier, shard, purpose, Limits.STEP, _ -> {});
    }
}
