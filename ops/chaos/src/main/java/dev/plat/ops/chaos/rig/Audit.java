package dev.plat.ops.chaos.rig;

import dev.plat.ops.chaos.writer.Account;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the writers' accounts against the databases, once all writers have ended: what was
 * acknowledged is on the bucket's owner, what was refused is nowhere, each bucket's count equals
 * its rows, each bucket has one owner, and no row stands where its bucket is not owned.
 */
public final class Audit {

    /** What keys begin with that nobody had the right to write. */
    public static final String INTRUDER = "intruder";

    private static final int SHOWN = 20;

    private final Stage stage;
    private final List<String> faults = new ArrayList<>();
    private long acknowledged;
    private long failed;
    private long unknown;
    private long rows;

    public Audit(Stage stage) {
        this.stage = stage;
    }

    /**
     * What was found.
     *
     * @param acknowledged writes of all accounts
     * @param failed writes that the router said did nothing
     * @param unknown writes of which the router did not know
     * @param rows on all owners
     * @param faults the first {@value #SHOWN} of them, in words
     * @param faultCount all of them
     */
    public record Result(
            long acknowledged,
            long failed,
            long unknown,
            long rows,
            List<String> faults,
            int faultCount) {}

    /**
     * Looks.
     *
     * @param keptForTheWayBack whether rows of a bucket that has moved away may still stand there
     */
    public Result run(boolean keptForTheWayBack) throws SQLException {
        Map<Integer, Integer> owners = owners();
        Map<Integer, Set<String>> keys = new HashMap<>();
        for (int server = 0; server < stage.nodes().size(); server++) {
            readKeys(server, owners, keys, keptForTheWayBack);
            checkCounts(server, owners);
        }
        for (Account.Entry entry : Account.readAll(stage.accounts())) {
            check(entry, keys.getOrDefault(entry.bucket(), Set.of()));
        }
        return new Result(
                acknowledged,
                failed,
                unknown,
                rows,
                faults.stream().limit(SHOWN).toList(),
                faults.size());
    }

    private void check(Account.Entry entry, Set<String> keys) {
        boolean there = keys.contains(entry.key());
        switch (entry.word()) {
            case ACKNOWLEDGED -> {
                acknowledged++;
                if (!there) {
                    faults.add("lost: bucket " + entry.bucket() + ", " + entry.key());
                }
            }
            case FAILED -> {
                failed++;
                if (there) {
                    faults.add("refused and there all the same: " + entry.key());
                }
                if (entry.detail().contains("duplicate key")) {
                    faults.add("done twice: " + entry.key());
                }
            }
            case UNKNOWN -> unknown++;
            case MISSED -> faults.add("acknowledged and not seen: " + entry.key());
            case UNREAD -> failed++;
        }
    }

    /** Bucket → the server that owns it. */
    private Map<Integer, Integer> owners() throws SQLException {
        Map<Integer, Integer> owners = new HashMap<>();
        String sql = "SELECT bucket FROM plat.plat_bucket WHERE state IN ('owned', 'frozen')";
        for (int server = 0; server < stage.nodes().size(); server++) {
            try (Connection connection = stage.connect(server);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    if (owners.put(row.getInt(1), server) != null) {
                        faults.add("two owners: bucket " + row.getInt(1));
                    }
                }
            }
        }
        return owners;
    }

    private void readKeys(
            int server,
            Map<Integer, Integer> owners,
            Map<Integer, Set<String>> keys,
            boolean keptForTheWayBack)
            throws SQLException {
        try (Connection connection = stage.connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT bucket, key FROM idempotency")) {
            while (row.next()) {
                if (row.getString(2).startsWith(INTRUDER)) {
                    faults.add("past the fence: bucket " + row.getInt(1));
                }
                if (owners.getOrDefault(row.getInt(1), -1) == server) {
                    rows++;
                    keys.computeIfAbsent(row.getInt(1), _ -> new HashSet<>()).add(row.getString(2));
                } else if (!keptForTheWayBack) {
                    faults.add(
                            "on "
                                    + stage.nodes().get(server).name()
                                    + ", which does not own bucket "
                                    + row.getInt(1)
                                    + ": "
                                    + row.getString(2));
                }
            }
        }
    }

    private void checkCounts(int server, Map<Integer, Integer> owners) throws SQLException {
        String sql =
                """
                SELECT h.bucket, h.seq, (SELECT count(*) FROM idempotency i WHERE i.bucket = h.bucket)
                FROM audit_head h\
                """;
        try (Connection connection = stage.connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                boolean owner = owners.getOrDefault(row.getInt(1), -1) == server;
                if (owner && row.getLong(2) != row.getLong(3)) {
                    faults.add(
                            "bucket "
                                    + row.getInt(1)
                                    + " counts "
                                    + row.getLong(2)
                                    + " and holds "
                                    + row.getLong(3));
                }
            }
        }
    }
}
