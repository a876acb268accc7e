package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of records as it is kept.
 *
 * @param values none: it is to be taken off the servers
 * @param managed what keeps it where its owner may not change it
 */
record KeptSet(
        DnsName name, RecordType type, long ttl, List<String> values, @Nullable String managed) {

    KeptSet {
        values = List.copyOf(values);
    }

    static KeptSet of(RecordSet set, @Nullable String managed) {
        return new KeptSet(set.name(), set.type(), set.ttlSeconds(), set.values(), managed);
    }

    Optional<RecordSet> set() {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordSet(name, type, ttl, values));
    }

    KeptSet removed() {
        return new KeptSet(name, type, ttl, List.of(), null);
    }

    boolean sameAs(RecordSet other) {
        return set().filter(other::equals).isPresent();
    }

    boolean at(DnsName at, RecordType of) {
        return name.equals(at) && type == of;
    }
}
