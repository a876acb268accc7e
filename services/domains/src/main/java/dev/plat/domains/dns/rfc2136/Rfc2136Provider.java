package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.DnsTcp;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.ServerState;
import dev.plat.domains.dns.ServerStates;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.Deadline;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

/**
 * BIND 9, Knot, and whoever else takes signed updates. A batch is: read the zone, compare its
 * serial, check the batch, send it with the SOA as prerequisite, read back.
 *
 * <p>Threads: safe, blocking.
 */
public final class Rfc2136Provider implements DnsProvider {

    private static final String NOT_HERE =
            "the server does not have this zone and takes none over DNS: add it to its"
                    + " configuration";

    private final List<InetSocketAddress> servers;
    private final SignedExchange exchange;
    private final Transfer transfer;
    private final BiFunction<Zone, List<Change>, Optional<ZoneRules.Violation>> rules;

    /**
     * One set of servers.
     *
     * @param primary takes the updates and gives transfers
     * @param servers all that answer for the zones, the primary too when it does
     */
    public Rfc2136Provider(
            InetSocketAddress primary, List<InetSocketAddress> servers, TsigKey key, Clock clock) {
        this(primary, servers, key, clock, ZoneRules::violation);
    }

    Rfc2136Provider(
            InetSocketAddress primary,
            List<InetSocketAddress> servers,
            TsigKey key,
            Clock clock,
            BiFunction<Zone, List<Change>, Optional<ZoneRules.Violation>> rules) {
        this.servers = List.copyOf(servers);
        this.exchange = new SignedExchange(primary, key, clock);
        this.transfer = new Transfer(primary, key, clock);
        this.rules = rules;
    }

    @Override
    public Reading read(DnsName zone, Deadline deadline) {
        return transfer.read(zone, deadline);
    }

    @Override
    public Outcome apply(DnsName zone, long seenSerial, List<Change> batch, Deadline deadline) {
        if (batch.size() > ZoneRules.CHANGES_MAX) {
            return Outcome.refused("a batch has at most " + ZoneRules.CHANGES_MAX + " changes");
        }
        return switch (read(zone, deadline)) {
            case Reading.Missing _ -> Outcome.refused(NOT_HERE);
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
            case Reading.Found(Zone found) ->
                    found.serial() == seenSerial
                            ? checked(found, batch, deadline)
                            : new Outcome.Stale(found.serial());
        };
    }

    @Override
    public Outcome create(Zone zone, Deadline deadline) {
        return switch (read(zone.name(), deadline)) {
            case Reading.Missing _ -> Outcome.refused(NOT_HERE);
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
            case Reading.Found(Zone found) -> adopt(found, zone, deadline);
        };
    }

    @Override
    public Outcome delete(DnsName zone, Deadline deadline) {
        return switch (read(zone, deadline)) {
            case Reading.Missing _ -> new Outcome.Applied(0);
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
            case Reading.Found(Zone found) -> inBatches(found, emptied(found), deadline);
        };
    }

    @Override
    public List<ServerState> servers(DnsName zone, Deadline deadline) {
        return ServerStates.of(servers, zone, deadline);
    }

    private Outcome checked(Zone found, List<Change> batch, Deadline deadline) {
        Optional<ZoneRules.Violation> wrong = rules.apply(found, batch);
        if (wrong.isPresent()) {
            String why = wrong.get().toException().getMessage();
            return new Outcome.Refused(Optional.of(wrong.get().record()), why);
        }
        Zone wanted = found.with(batch);
        if (wanted.equals(found)) {
            return new Outcome.Applied(found.serial());
        }
        Update update = UpdateMessage.of(found, wanted);
        if (update.toWire().length > DnsTcp.MESSAGE_MAX - 512) {
            return Outcome.refused("a batch fits into one message of 64 KiB");
        }
        return switch (exchange.send(update, deadline)) {
            case SignedExchange.Answer.Doubtful(String why) -> new Outcome.Unknown(why);
            case SignedExchange.Answer.Verified(Message answer) ->
                    outcome(answer.getRcode(), wanted, batch, deadline);
        };
    }

    private Outcome outcome(int rcode, Zone wanted, List<Change> batch, Deadline deadline) {
        return switch (rcode) {
            case Rcode.NOERROR -> readBack(wanted, batch, deadline);
            case Rcode.NXRRSET -> stale(wanted, deadline);
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP ->
                    Outcome.refused("the server answers " + SignedExchange.code(rcode));
            default -> new Outcome.Unknown("the server answers " + SignedExchange.code(rcode));
        };
    }

    private Outcome stale(Zone wanted, Deadline deadline) {
        return switch (read(wanted.name(), deadline)) {
            case Reading.Found(Zone now) -> new Outcome.Stale(now.serial());
            case Reading.Missing _ -> Outcome.refused(NOT_HERE);
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
        };
    }

    private Outcome readBack(Zone wanted, List<Change> batch, Deadline deadline) {
        return switch (read(wanted.name(), deadline)) {
            case Reading.Missing _ -> new Outcome.Unknown("the zone went away");
            case Reading.Unknown(String why) -> new Outcome.Unknown("not read back: " + why);
            case Reading.Found(Zone now) ->
                    batch.stream()
                            .map(Change::record)
                            .filter(record -> differs(record, wanted, now))
                            .findFirst()
                            .<Outcome>map(record ->
                                    new Outcome.Refused(
                                            Optional.of(record),
                                            "the server answered NOERROR and did not do it"))
                            .orElseGet(() -> new Outcome.Applied(now.serial()));
        };
    }

    private static boolean differs(DnsRecord record, Zone wanted, Zone now) {
        Optional<RecordSet> want = wanted.set(record.name(), record.type());
        return !want.equals(now.set(record.name(), record.type()));
    }

    private Outcome adopt(Zone found, Zone wanted, Deadline deadline) {
        List<DnsRecord> asked = wanted.records();
        Optional<DnsRecord> stranger =
                found.records().stream()
                        .filter(record -> !isServers(found, record))
                        .filter(record -> !asked.contains(record))
                        .findFirst();
        if (stranger.isPresent()) {
            return new Outcome.Refused(stranger, "the zone on the server holds other records");
        }
        return inBatches(found, serversKept(found, wanted), deadline);
    }

    /** New name servers in the first batch, old ones out in the last: there is always one. */
    private static List<Change> serversKept(Zone found, Zone wanted) {
        Comparator<Change> order =
                Comparator.comparingInt(change -> {
                    DnsRecord record = change.record();
                    boolean apex =
                            record.type() == RecordType.NS && record.name().equals(found.name());
                    return switch (change) {
                        case Change.Add _ -> apex ? 0 : 2;
                        case Change.Remove _ -> apex ? 3 : 1;
                    };
                });
        return found.changesTo(wanted).stream().sorted(order).toList();
    }

    /** All but the zone's own name servers and their addresses. */
    private static List<Change> emptied(Zone zone) {
        return zone.records().stream()
                .filter(record -> !isServers(zone, record))
                .<Change>map(Change.Remove::new)
                .toList();
    }

    /** What a zone that was just configured holds, and what stays when it is emptied. */
    private static boolean isServers(Zone zone, DnsRecord record) {
        return switch (record.type()) {
            case A, AAAA ->
                    zone.set(zone.name(), RecordType.NS)
                            .filter(set -> set.values().contains(record.name().withDot()))
                            .isPresent();
            case NS -> record.name().equals(zone.name());
            case CNAME, MX, TXT, CAA, SRV, DS, HTTPS -> false;
        };
    }

    private Outcome inBatches(Zone found, List<Change> changes, Deadline deadline) {
        Outcome last = new Outcome.Applied(found.serial());
        for (int from = 0; from < changes.size(); from += ZoneRules.CHANGES_MAX) {
            if (!(last instanceof Outcome.Applied(long serial))) {
                return last;
            }
            int to = Math.min(changes.size(), from + ZoneRules.CHANGES_MAX);
            last = apply(found.name(), serial, changes.subList(from, to), deadline);
        }
        return last;
    }
}
