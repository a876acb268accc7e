package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordWire;
import dev.plat.domains.dns.Zone;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The zones that are answered, each swapped as a whole: no question ever meets half a change.
 *
 * <p>Threads: safe.
 */
final class LiveZones {

    /** Both shapes of a zone, so that they are swapped together. */
    private record Live(Zone zone, AnswerZone compiled) {}

    private final Map<Name, Live> zones = new ConcurrentHashMap<>();

    void put(Zone zone) {
        zones.put(RecordWire.name(zone.name()), new Live(zone, new AnswerZone(zone)));
    }

    void remove(DnsName zone) {
        zones.remove(RecordWire.name(zone));
    }

    Optional<Zone> get(DnsName zone) {
        return Optional.ofNullable(zones.get(RecordWire.name(zone))).map(Live::zone);
    }

    int count() {
        return zones.size();
    }

    /**
     * The longest zone that holds the name; of a zone's own DS the one above it, when we have it.
     */
    Optional<AnswerZone> holding(Name name, int type) {
        Optional<AnswerZone> found = Optional.empty();
        for (int cut = 0; cut < name.labels(); cut++) {
            Live live = zones.get(cut == 0 ? name : new Name(name, cut));
            if (live != null && (cut > 0 || type != Type.DS)) {
                return Optional.of(live.compiled());
            }
            if (live != null) {
                found = Optional.of(live.compiled());
            }
        }
        return found;
    }
}
