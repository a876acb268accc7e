package dev.plat.domains.dns.copy;

import dev.plat.domains.dns.DnsRecord;
import java.util.List;

/** What was read of a zone. */
public sealed interface Copy {

    /** What was read that can be kept here. */
    List<DnsRecord> records();

    /** All that people have put into it. */
    record Whole(List<DnsRecord> records) implements Copy {
        public Whole {
            records = List.copyOf(records);
        }
    }

    /**
     * Not all: what stands at the usual names, where nobody knows what else there is, or all but
     * kinds of records that are not kept here.
     */
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
