package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.RecordWire;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * Reads a whole zone: a signed question for its SOA, which tells "no such zone" from "not this
 * key", and then a signed transfer (RFC 5936). dnsjava verifies each part of a transfer, but not an
 * answer that refuses one.
 */
final class Transfer {

    /** Far above what we keep in a zone; others may keep more, but not without end. */
    private static final int RECORDS_MAX = 20_000;

    private final InetSocketAddress server;
    private final TsigKey key;
    private final Clock clock;
    private final SignedExchange exchange;

    Transfer(InetSocketAddress server, TsigKey key, Clock clock) {
        this.server = server;
        this.key = key;
        this.clock = clock;
        this.exchange = new SignedExchange(server, key, clock);
    }

    Reading read(DnsName zone, Deadline deadline) {
        Record question = Record.newRecord(RecordWire.name(zone), Type.SOA, DClass.IN);
        Message message = Message.newQuery(question);
        message.getHeader().unsetFlag(Flags.RD);
        return switch (exchange.send(message, deadline)) {
            case SignedExchange.Answer.Doubtful(String why) -> new Reading.Unknown(why);
            case SignedExchange.Answer.Verified(Message answer) -> {
                if (holds(answer, zone)) {
                    yield transfer(zone, deadline);
                }
                yield isDefinite(answer.getRcode())
                        ? new Reading.Missing()
                        : new Reading.Unknown(
                                server + " answers " + SignedExchange.code(answer.getRcode()));
            }
        };
    }

    private static boolean holds(Message answer, DnsName zone) {
        return answer.getRcode() == Rcode.NOERROR
                && answer.getHeader().getFlag(Flags.AA)
                && answer.getSection(Section.ANSWER).stream()
                        .anyMatch(record ->
                                record instanceof SOARecord
                                        && record.getName().equals(RecordWire.name(zone)));
    }

    /** NOERROR too: the zone above is there, and this one is a name in it. */
    private static boolean isDefinite(int rcode) {
        return switch (rcode) {
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.REFUSED, Rcode.NOTAUTH -> true;
            default -> false;
        };
    }

    private Reading transfer(DnsName zone, Deadline deadline) {
        Records records = new Records();
        try {
            ZoneTransferIn transfer =
                    ZoneTransferIn.newAXFR(RecordWire.name(zone), server, key.tsig(clock));
            transfer.setTimeout(deadline.left());
            transfer.run(records);
            return records.reading(zone);
        } catch (IOException | ZoneTransferException | IndexOutOfBoundsException e) {
            // dnsjava looks at the last record of each part without asking whether there is one.
            return new Reading.Unknown("no transfer from " + server + ": " + e.getMessage());
        }
    }

    private static final class Records implements ZoneTransferIn.ZoneTransferHandler {

        private final List<Record> all = new ArrayList<>();

        @Override
        public void startAXFR() {}

        @Override
        public void startIXFR() throws ZoneTransferException {
            throw new ZoneTransferException("changes came, and the zone was asked for");
        }

        @Override
        public void startIXFRDeletes(Record soa) {}

        @Override
        public void startIXFRAdds(Record soa) {}

        @Override
        public void handleRecord(Record record) throws ZoneTransferException {
            if (all.size() >= RECORDS_MAX) {
                throw new ZoneTransferException("more than " + RECORDS_MAX + " records");
            }
            all.add(record);
        }

        Reading reading(DnsName zone) {
            return all.stream()
                    .filter(record -> record instanceof SOARecord)
                    .map(record -> RecordWire.soa((SOARecord) record))
                    .<Reading>map(soa -> new Reading.Found(RecordWire.zone(zone, soa, all)))
                    .findFirst()
                    .orElseGet(() -> new Reading.Unknown("a transfer without SOA"));
        }
    }
}
