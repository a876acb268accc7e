package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Comparator;
import java.util.List;

/**
 * All values of one name and type. They have one TTL: servers have no room for more.
 *
 * @param values in normal form, sorted, each once, at least one
 */
public record RecordSet(DnsName name, RecordType type, long ttlSeconds, List<String> values) {

    /** What a set is found by. */
    record Key(DnsName name, RecordType type) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name).thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Brings the values into their normal form.
     *
     * @throws PlatException record-invalid
     */
    public RecordSet {
        long ttl = ttlSeconds;
        values =
                values.stream()
                        .map(value -> new DnsRecord(name, type, ttl, value).data())
                        .sorted()
                        .distinct()
                        .toList();
        if (values.isEmpty()) {
            throw new PlatException(
                    ErrorCode.RECORD_INVALID,
                    "A set of records has no value.",
                    "field",
                    "value",
                    "value",
                    name.value(),
                    "expected",
                    "at least one value");
        }
    }

    public List<DnsRecord> records() {
        return values.stream().map(value -> new DnsRecord(name, type, ttlSeconds, value)).toList();
    }

    Key key() {
        return new Key(name, type);
    }
}
