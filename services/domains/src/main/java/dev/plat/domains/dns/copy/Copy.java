package dev.plat.domains.dns.copy;

import dev.plat.domains.dns.DnsRecord;
import java.util.List;

/** What was read of a zone. */
public sealed interface Copy {

    /** What was read that can be kept here. */
    List<DnsRecord> records();

    /** All of it, but the kinds that we do not keep. */
    record Whole(List<DnsRecord> records) implements Copy {
        public Whole {
            records = List.copyOf(records);
        }
    }

    /** What stands at the usual names; nobody knows what else there is. */
    record Known(List<DnsRecord> records) implements Copy {
        public Known {
            records = List.copyOf(records);
        }
    }

    /** No server said anything. */
    record Nothing() implements Copy {
        @Override
        public List<DnsRecord> records() {
            return List.of();
        }
    }
}
