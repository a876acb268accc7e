package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which servers our zones are delegated to.
 *
 * @param servers names and addresses, in the order in which zones name them
 */
public record NameServers(SequencedMap<DnsName, InetAddress> servers) {

    private static final long TTL_SECONDS = 3_600;

    public List<String> names() {
        return servers.keySet().stream().map(DnsName::value).toList();
    }

    DnsName primary() {
        return servers.firstEntry().getKey();
    }

    /** A zone's own delegation. */
    RecordSet of(DnsName zone) {
        return new RecordSet(
                zone,
                RecordType.NS,
                TTL_SECONDS,
                servers.keySet().stream().map(DnsName::withDot).toList());
    }

    /** Their addresses, as far as they are named below this zone. */
    List<RecordSet> addressesIn(DnsName zone) {
        return servers.entrySet().stream()
                .filter(server -> server.getKey().isIn(zone))
                .map(server -> address(server.getKey(), server.getValue()))
                .toList();
    }

    static RecordSet address(DnsName name, InetAddress address) {
        RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        DnsRecord record = new DnsRecord(name, type, TTL_SECONDS, address.getHostAddress());
        return new RecordSet(name, type, TTL_SECONDS, List.of(record.data()));
    }
}
