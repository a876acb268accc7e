package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.router.testkit.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Type;

/**
 * Zones in which all that is hard stands close together: few labels, so that wildcards, empty
 * names, delegations, and aliases to all of them and in circles meet often.
 */
final class RandomZones {

    private static final List<String> LABELS = List.of("a", "b", "c", "*", "x", "_t");
    private static final List<Integer> TYPES =
            List.of(
                    Type.A,
                    Type.AAAA,
                    Type.TXT,
                    Type.MX,
                    Type.CNAME,
                    Type.NS,
                    Type.DS,
                    Type.SOA,
                    Type.HTTPS,
                    Type.CAA);
    private static final String DIGEST = "AB".repeat(32);

    private RandomZones() {}

    static Zone zone(Seed seed, DnsName apex) {
        List<DnsRecord> records = new ArrayList<>();
        records.add(DnsRecord.of(apex.value(), "NS", 300, "ns1.plat.example"));
        records.add(DnsRecord.of(apex.value(), "NS", 300, "ns2.plat.example"));
        Set<String> taken = new HashSet<>(Set.of(apex.value()));
        for (int i = seed.length(14); i > 0; i--) {
            String name = name(seed, apex, 3);
            if (taken.add(name)) {
                addAt(seed, apex, name, records, taken);
            }
        }
        return Zone.of(apex, Soa.usual(DnsName.of("ns1.plat.example"), apex, 1), records);
    }

    static String name(Seed seed, DnsName apex, int depthMost) {
        StringBuilder name = new StringBuilder(apex.value());
        for (int depth = seed.between(1, depthMost); depth > 0; depth--) {
            String label = seed.pick(LABELS);
            if (label.equals("*") && depth > 1) {
                label = "a";
            }
            name.insert(0, label + ".");
        }
        return name.toString();
    }

    static int type(Seed seed) {
        return seed.pick(TYPES);
    }

    /** As BIND and Knot read it. */
    static String text(Zone zone) {
        StringBuilder text = new StringBuilder();
        text.append(zone.name().withDot()).append(' ').append(zone.soa().ttl().toSeconds());
        text.append(" IN SOA ").append(zone.soa().data()).append('\n');
        zone.records().forEach(record -> text.append(record).append('\n'));
        return text.toString();
    }

    private static void addAt(
            Seed seed, DnsName apex, String name, List<DnsRecord> records, Set<String> taken) {
        switch (seed.between(0, 9)) {
            case 0, 1, 2 -> records.add(DnsRecord.of(name, "CNAME", 300, target(seed, apex)));
            case 3, 4 -> {
                if (!name.startsWith("*")) {
                    delegate(seed, name, records, taken);
                }
            }
            case 5 -> records.add(DnsRecord.of(name, "MX", 300, "10 mail.example.net"));
            case 6 -> records.add(DnsRecord.of(name, "HTTPS", 300, "1 . alpn=h2"));
            case 7 -> {
                records.add(DnsRecord.of(name, "A", 300, "192.0.2." + seed.between(1, 9)));
                records.add(DnsRecord.of(name, "TXT", 300, "text"));
            }
            default -> records.add(DnsRecord.of(name, "A", 300, "192.0.2." + seed.between(1, 9)));
        }
    }

    private static void delegate(
            Seed seed, String name, List<DnsRecord> records, Set<String> taken) {
        String server = "ns1." + name;
        boolean inside = !name.contains("_") && seed.chance(0.5) && taken.add(server);
        String host = inside ? server : "ns9.example.net";
        records.add(DnsRecord.of(name, "NS", 300, host));
        if (inside) {
            records.add(DnsRecord.of(server, "A", 300, "192.0.2.53"));
        }
        if (seed.chance(0.4)) {
            records.add(DnsRecord.of(name, "DS", 300, "12345 13 2 " + DIGEST));
        }
    }

    private static String target(Seed seed, DnsName apex) {
        if (seed.chance(0.15)) {
            return "edge.plat.example";
        }
        String target = name(seed, apex, 3);
        return target.startsWith("*") ? "a" + target.substring(1) : target;
    }
}
