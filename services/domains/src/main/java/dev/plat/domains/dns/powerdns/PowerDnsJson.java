package dev.plat.domains.dns.powerdns;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordWire;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Zones as PowerDNS writes them: sets of records with names that end in a dot. */
final class PowerDnsJson {

    private PowerDnsJson() {}

    static Zone zone(DnsName name, JsonNode body) throws IOException {
        List<org.xbill.DNS.Record> records = new ArrayList<>();
        for (JsonNode set : member(body, "rrsets").values()) {
            Name owner = Name.fromString(text(set, "name"), Name.root);
            int type = Type.value(text(set, "type"));
            long ttl = number(set, "ttl");
            for (JsonNode record : member(set, "records").values()) {
                if (!isDisabled(record)) {
                    String content = text(record, "content");
                    records.add(
                            org.xbill.DNS.Record.fromString(
                                    owner, type, DClass.IN, ttl, content, Name.root));
                }
            }
        }
        Soa soa =
                records.stream()
                        .filter(record -> record instanceof SOARecord)
                        .map(record -> RecordWire.soa((SOARecord) record))
                        .findFirst()
                        .orElseThrow(() -> new IOException("a zone without SOA"));
        return RecordWire.zone(name, soa, records);
    }

    /** A zone that is written here and sent to nobody. */
    static Map<String, Object> newZone(Zone zone) {
        List<Object> sets = new ArrayList<>(List.of(soa(zone.name(), zone.soa())));
        zone.sets().forEach(set -> sets.add(replaced(set)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", zone.name().withDot());
        body.put("kind", "Native");
        body.put("soa_edit_api", "INCREASE");
        body.put("nameservers", List.of());
        body.put("rrsets", sets);
        return body;
    }

    /**
     * The sets that a batch touches, as they shall be; what goes comes first, or an alias would
     * still be in the way of the address that replaces it. The SOA goes along with a higher serial:
     * a zone that somebody else made may not count by itself.
     */
    static Map<String, Object> patch(Zone before, Zone after, List<Change> batch) {
        Map<String, Object> gone = new LinkedHashMap<>();
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Change change : batch) {
            DnsName name = change.record().name();
            String type = change.record().type().name();
            Optional<RecordSet> set = after.set(name, change.record().type());
            if (set.isPresent()) {
                kept.put(name + " " + type, replaced(set.get()));
            } else {
                gone.put(name + " " + type, deleted(name, type));
            }
        }
        List<Object> all = new ArrayList<>(gone.values());
        all.addAll(kept.values());
        all.add(soa(before.name(), before.soa().next()));
        return Map.of("rrsets", all);
    }

    private static Map<String, Object> soa(DnsName zone, Soa soa) {
        return set(zone, "SOA", soa.ttl().toSeconds(), List.of(soa.data()));
    }

    private static Map<String, Object> replaced(RecordSet set) {
        return set(set.name(), set.type().name(), set.ttlSeconds(), set.values());
    }

    private static Map<String, Object> set(
            DnsName name, String type, long ttl, List<String> values) {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("name", name.withDot());
        set.put("type", type);
        set.put("ttl", ttl);
        set.put("changetype", "REPLACE");
        set.put(
                "records",
                values.stream()
                        .map(value -> Map.<String, Object>of("content", value, "disabled", false))
                        .toList());
        return set;
    }

    private static Map<String, Object> deleted(DnsName name, String type) {
        return Map.of("name", name.withDot(), "type", type, "changetype", "DELETE");
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode text = member(node, name);
        if (!text.isString()) {
            throw new IOException("an answer whose " + name + " is no text");
        }
        return text.getStringValue();
    }

    private static long number(JsonNode node, String name) throws IOException {
        JsonNode number = member(node, name);
        if (!number.isNumber()) {
            throw new IOException("an answer whose " + name + " is no number");
        }
        return number.getLongValue();
    }

    private static boolean isDisabled(JsonNode record) {
        JsonNode disabled = record.get("disabled");
        return disabled != null && disabled.isBoolean() && disabled.getBooleanValue();
    }

    private static JsonNode member(JsonNode node, String name) throws IOException {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new IOException("an answer without " + name);
        }
        return member;
    }
}
