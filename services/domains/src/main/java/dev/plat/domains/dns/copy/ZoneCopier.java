package dev.plat.domains.dns.copy;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordWire;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * Reads a zone off the servers that hold it. Few give a zone away whole; of the others the names
 * are asked that mail, calendars and visitors use, and those that the answers lead to, one after
 * the other so that nobody takes us for an attack.
 *
 * <p>Threads: safe; waits for others' servers.
 */
public final class ZoneCopier {

    /** Far above what we keep in a zone. */
    private static final int RECORDS_MAX = 5_000;

    /** What servers write by themselves: nobody misses the old ones. */
    private static final Set<Integer> MACHINERY =
            Set.of(
                    Type.SOA,
                    Type.RRSIG,
                    Type.NSEC,
                    Type.NSEC3,
                    Type.NSEC3PARAM,
                    Type.DNSKEY,
                    Type.CDS,
                    Type.CDNSKEY);

    private static final int SERVERS_MAX = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TRIES = 2;

    /**
     * Reads it.
     *
     * @param servers that the zone is given to
     */
    public Copy copy(DnsName zone, List<InetSocketAddress> servers, Deadline deadline) {
        List<InetSocketAddress> asked = servers.subList(0, Math.min(servers.size(), SERVERS_MAX));
        for (InetSocketAddress server : asked) {
            Optional<Copy> all = transferred(zone, server, deadline);
            if (all.isPresent()) {
                return all.get();
            }
        }
        for (InetSocketAddress server : asked) {
            Question question = (name, type) -> ask(server, name, type, deadline);
            Optional<List<DnsRecord>> known = new UsualNames(zone, question).read();
            if (known.isPresent()) {
                return new Copy.Known(known.get());
            }
        }
        return new Copy.Nothing();
    }

    /** Asks one server one thing. */
    interface Question {

        /** The answer of a server that holds the zone, or empty. */
        Optional<Answer> ask(DnsName name, int type);
    }

    /**
     * What a server that holds the zone says of one name.
     *
     * @param there whether there is such a name
     * @param records of the name itself, of whatever type was answered
     */
    record Answer(boolean there, List<DnsRecord> records) {}

    private static Optional<Copy> transferred(
            DnsName zone, InetSocketAddress server, Deadline deadline) {
        if (deadline.passed()) {
            return Optional.empty();
        }
        Records records = new Records();
        try {
            ZoneTransferIn transfer = ZoneTransferIn.newAXFR(RecordWire.name(zone), server, null);
            transfer.setTimeout(deadline.atMost(PATIENCE.multipliedBy(2)).left());
            transfer.run(records);
        } catch (IOException | ZoneTransferException | IndexOutOfBoundsException e) {
            // dnsjava looks at the last record of each part without asking whether there is one.
            return Optional.empty();
        }
        if (records.all.stream().noneMatch(record -> record.getType() == Type.SOA)) {
            return Optional.empty();
        }
        List<DnsRecord> kept = ours(zone, records.all);
        long left =
                records.all.stream()
                        .filter(record -> !MACHINERY.contains(record.getType()))
                        .filter(record -> RecordWire.record(record).isEmpty())
                        .count();
        return Optional.of(left == 0 ? new Copy.Whole(kept) : new Copy.Known(kept));
    }

    private static Optional<Answer> ask(
            InetSocketAddress server, DnsName name, int type, Deadline deadline) {
        Message question =
                Message.newQuery(Record.newRecord(RecordWire.name(name), type, DClass.IN));
        question.getHeader().unsetFlag(Flags.RD);
        for (int i = 0; i < TRIES && !deadline.passed(); i++) {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setTimeout(deadline.atMost(PATIENCE).left());
            try {
                return answer(resolver.send(question), name);
            } catch (IOException e) {
                // once more, and then it has no answer
            }
        }
        return Optional.empty();
    }

    private static Optional<Answer> answer(Message message, DnsName name) {
        int code = message.getRcode();
        boolean holds = message.getHeader().getFlag(Flags.AA);
        if (!holds || (code != Rcode.NOERROR && code != Rcode.NXDOMAIN)) {
            return Optional.empty();
        }
        List<DnsRecord> records =
                ours(name, message.getSection(Section.ANSWER)).stream()
                        .filter(record -> record.name().equals(name))
                        .toList();
        return Optional.of(new Answer(code == Rcode.NOERROR, records));
    }

    private static List<DnsRecord> ours(DnsName below, List<Record> records) {
        List<DnsRecord> kept = new ArrayList<>();
        Consumer<DnsRecord> keep =
                record -> {
                    if (record.name().isIn(below)) {
                        kept.add(record);
                    }
                };
        records.stream()
                .limit(RECORDS_MAX)
                .forEach(record -> RecordWire.record(record).ifPresent(keep));
        return kept;
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
    }
}
