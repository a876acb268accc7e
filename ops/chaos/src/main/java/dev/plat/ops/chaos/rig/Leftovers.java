package dev.plat.ops.chaos.rig;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must not be there once no move is under way, on any server. */
public final class Leftovers {

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put(
                "slot",
                "SELECT slot_name FROM pg_replication_slots WHERE slot_name ~ '^(plat_|pg_\\d+_sync_)'");
        QUERIES.put("publication", "SELECT pubname FROM pg_publication WHERE pubname ~ '^plat_'");
        QUERIES.put("subscription", "SELECT subname FROM pg_subscription WHERE subname ~ '^plat_'");
        QUERIES.put(
                "bucket",
                "SELECT bucket || ' ' || state FROM plat.plat_bucket WHERE state IN ('importing', 'frozen')");
        QUERIES.put("marker", "SELECT bucket || ' of ' || move FROM plat.plat_marker");
        QUERIES.put("ledger line", "SELECT move || ' ' || name FROM plat.plat_object");
        QUERIES.put(
                "open move",
                "SELECT move || ' ' || step FROM plat.plat_move WHERE step NOT IN ('done', 'undone')");
        QUERIES.put(
                "row outside its owner",
                """
                SELECT 'bucket ' || i.bucket FROM idempotency i JOIN plat.plat_bucket b USING (bucket)
                WHERE b.state NOT IN ('owned', 'frozen') LIMIT 1\
                """);
    }

    private final Stage stage;

    public Leftovers(Stage stage) {
        this.stage = stage;
    }

    /** In words; empty when all is clean. */
    public List<String> find() throws SQLException {
        List<String> found = new ArrayList<>();
        for (int server = 0; server < stage.nodes().size(); server++) {
            try (Connection connection = stage.connect(server);
                    Statement statement = connection.createStatement()) {
                for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                    try (ResultSet row = statement.executeQuery(query.getValue())) {
                        while (row.next()) {
                            found.add(
                                    query.getKey()
                                            + " on "
                                            + stage.nodes().get(server).name()
                                            + ": "
                                            + row.getString(1));
                        }
                    }
                }
            }
        }
        return found;
    }
}
