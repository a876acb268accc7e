package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A zone that Plat answers for, as it is when a name was bought here, and the editor in which its
 * owner sets records.
 */
final class OwnZone {

    private final NameRig rig;
    private final PlayedBuilder.Owner owner;
    private final String zone;

    private OwnZone(NameRig rig, PlayedBuilder.Owner owner, String zone) {
        this.rig = rig;
        this.owner = owner;
        this.zone = zone;
    }

    /** Writes its rows; the domains process brings them to its servers. */
    static OwnZone of(NameRig rig, String zone) {
        PlayedBuilder.Owner owner = rig.newOwner();
        try (Router router = rig.router()) {
            router.write(
                    new Name(NameKind.ZONE, zone),
                    tx -> {
                        insert(tx, owner, zone);
                        return zone;
                    });
        }
        return new OwnZone(rig, owner, zone);
    }

    /** Claims a name in it and sets what is asked for, over the editor. */
    void bring(PlayedBuilder.Owner who, String name) {
        List<Object> sets = new ArrayList<>();
        String path = "/api/v1/zones/" + zone + "/records";
        JsonNode seen = rig.call(owner, "GET", path, null, 200);
        seen.path("records").forEach(sets::add);
        for (JsonNode one : rig.claim(who, name).path("records")) {
            if (one.path("why").asText().equals("proof")) {
                sets.add(set(one.path("host").asText(), "TXT", one.path("value").asText()));
            }
        }
        sets.add(set(name, "A", "127.0.0.1"));
        rig.call(
                owner,
                "PUT",
                path,
                Map.of("records", sets),
                Map.of("If-Match", "\"" + seen.path("serial").asLong() + "\""),
                200);
    }

    /** The platform's zone has none any more, as if it had run out. */
    static void forgetCertificate(NameRig rig) {
        try (Router router = rig.router()) {
            router.write(
                    new Name(NameKind.HOST, NameRig.SITES),
                    tx -> {
                        try (var forget = tx.connection().createStatement()) {
                            forget.addBatch(
                                    "UPDATE certificate SET state = 'superseded', ended = now()"
                                            + " WHERE ended IS NULL AND name = '"
                                            + NameRig.SITES
                                            + "'");
                            forget.addBatch(
                                    "UPDATE certificate_plan SET due = now() WHERE name = '"
                                            + NameRig.SITES
                                            + "'");
                            return forget.executeBatch().length;
                        }
                    });
        }
    }

    private static Map<String, Object> set(String name, String type, String value) {
        return Map.of("name", name, "type", type, "ttl", 60, "values", List.of(value));
    }

    private static void insert(Tx tx, PlayedBuilder.Owner owner, String zone) throws SQLException {
        String insertZone =
                """
                INSERT INTO zone (bucket, name, account_id, state, serial, due, created, changed)
                VALUES (?, ?, ?, 'kept', 1, now(), now(), now())
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(insertZone)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, zone);
            insert.setObject(3, owner.account().uuid());
            insert.executeUpdate();
        }
        String insertServers =
                """
                INSERT INTO rrset (bucket, zone, name, type, ttl, data, managed)
                VALUES (?, ?, ?, 'NS', 3600, ARRAY[?], 'the zone itself')
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(insertServers)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, zone);
            insert.setString(3, zone);
            insert.setString(4, "ns1." + NameRig.SITES + ".");
            insert.executeUpdate();
        }
    }
}
