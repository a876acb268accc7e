package dev.plat.domains.dns;

import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Between our values and dnsjava's. */
public final class RecordWire {

    private RecordWire() {}

    public static Name name(DnsName name) {
        return Name.fromConstantString(name.withDot());
    }

    public static org.xbill.DNS.Record record(DnsRecord record) {
        return parsed(
                name(record.name()), record.type().code(), record.ttlSeconds(), record.data());
    }

    public static SOARecord soa(DnsName zone, Soa soa) {
        return soa(zone, soa, soa.ttl().toSeconds());
    }

    /** With another TTL. */
    public static SOARecord soa(DnsName zone, Soa soa, long ttl) {
        return (SOARecord) parsed(name(zone), Type.SOA, ttl, soa.data());
    }

    /** Empty when its type or its name is not among ours. */
    public static Optional<DnsRecord> record(org.xbill.DNS.Record record) {
        String name = DnsName.withoutFinalDot(record.getName().toString());
        Optional<RecordType> type = RecordType.ofCode(record.getType());
        if (type.isEmpty() || !DnsName.isName(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new DnsRecord(
                            DnsName.of(name), type.get(), record.getTTL(), record.rdataToString()));
        } catch (PlatException notOurs) {
            return Optional.empty();
        }
    }

    public static Soa soa(SOARecord soa) {
        return new Soa(
                soa.getHost().toString(),
                soa.getAdmin().toString(),
                soa.getSerial(),
                Duration.ofSeconds(soa.getTTL()),
                Duration.ofSeconds(soa.getRefresh()),
                Duration.ofSeconds(soa.getRetry()),
                Duration.ofSeconds(soa.getExpire()),
                Duration.ofSeconds(soa.getMinimum()));
    }

    /** A zone of everything a server gave but its SOA. */
    public static Zone zone(DnsName name, Soa soa, Collection<org.xbill.DNS.Record> records) {
        List<DnsRecord> ours = new ArrayList<>();
        List<Zone.Foreign> foreign = new ArrayList<>();
        for (org.xbill.DNS.Record record : records) {
            Optional<DnsRecord> mine = record(record);
            if (mine.isPresent()) {
                ours.add(mine.get());
            } else if (record.getType() != Type.SOA) {
                foreign.add(
                        new Zone.Foreign(
                                DnsName.withoutFinalDot(record.getName().toString()),
                                Type.string(record.getType()),
                                record.rdataToString()));
            }
        }
        return Zone.of(name, soa, ours).withForeign(foreign);
    }

    private static org.xbill.DNS.Record parsed(Name name, int type, long ttl, String data) {
        try {
            return org.xbill.DNS.Record.fromString(name, type, DClass.IN, ttl, data, Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException("a value in normal form did not parse: " + data, e);
        }
    }
}
