package dev.plat.domains.check;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * A record as somebody answered it.
 *
 * @param owner in lower case, without a final dot; so are all names here
 * @param ttl in seconds
 */
record Rr(String owner, long ttl, Data data) {

    /** What it says; the text is how people know the record. */
    sealed interface Data {}

    record Address(InetAddress address) implements Data {
        @Override
        public String toString() {
            return (address instanceof Inet4Address ? "A " : "AAAA ") + AddressText.of(address);
        }
    }

    record Alias(String target) implements Data {
        @Override
        public String toString() {
            return "CNAME " + target;
        }
    }

    record Text(String text) implements Data {
        @Override
        public String toString() {
            return "TXT " + text;
        }
    }

    record Caa(int flags, String tag, String value) implements Data {

        boolean critical() {
            return (flags & 0x80) != 0;
        }

        @Override
        public String toString() {
            return "CAA " + flags + " " + tag + " \"" + value + "\"";
        }
    }

    /**
     * RFC 9460.
     *
     * @param priority 0 makes it an alias
     * @param target empty for the owner itself, which is written as a dot
     */
    record Service(int priority, String target, List<InetAddress> hints) implements Data {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("HTTPS ").append(priority);
            text.append(' ').append(target.isEmpty() ? "." : target);
            hints.forEach(hint -> text.append(' ').append(AddressText.of(hint)));
            return text.toString();
        }
    }

    /** SOA. */
    record Start(long serial, long negativeTtl) implements Data {
        @Override
        public String toString() {
            return "SOA, serial " + serial;
        }
    }

    record Server(String name) implements Data {
        @Override
        public String toString() {
            return "NS " + name;
        }
    }

    /**
     * Whatever else.
     *
     * @param text type and data
     */
    record Other(String text) implements Data {
        @Override
        public String toString() {
            return text;
        }
    }
}
