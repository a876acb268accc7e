package dev.plat.ops.cluster;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.answer.Answerer;
import dev.plat.domains.dns.answer.AnswererSettings;
import dev.plat.router.core.Deadline;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The registry's zone and the customers' in it, on one name server of this process. Zones of Plat's
 * are delegated to where Plat answers for them.
 */
final class CustomersDns implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Not 127.0.0.1: a BIND can listen there alone. */
    static final String ADDRESS = "127.0.0.55";

    /** Every test of a rig asks from one address. */
    private static final int PER_SECOND = 20_000;

    private final Answerer answerer;
    private final String root;
    private DnsRecord glue;

    /**
     * @param root the registry's zone
     * @param zone the customers', in it
     * @param ours Plat's own zone, in it
     * @param ourServer the address of ours' first name server
     */
    CustomersDns(int port, Path folder, String root, String zone, String ours, String ourServer) {
        answerer =
                new Answerer(
                        AnswererSettings.usual(
                                        List.of(InetAddress.ofLiteral(ADDRESS)), port, folder)
                                .withUdpRate(PER_SECOND, PER_SECOND),
                        1,
                        System::nanoTime);
        answerer.start();
        String server = "ns1." + ours;
        zone(
                root,
                DnsRecord.of(zone, "NS", 60, "ns." + zone),
                address("ns." + zone, ADDRESS),
                DnsRecord.of(ours, "NS", 60, server),
                address(server, ourServer));
        this.root = root;
        this.glue = address(server, ourServer);
        zone(zone);
    }

    /** One more value beside those that the record has, in this zone. */
    void add(String zone, String host, String type, String value) {
        change(zone, List.of(new Change.Add(DnsRecord.of(host, type, 60, value))));
    }

    /** Delegates a zone to Plat's first name server. */
    void delegate(String child) {
        add(root, child, "NS", glue.name().value());
    }

    /** Plat's first name server stands there from now on. */
    void move(String address) {
        DnsRecord there = address(glue.name().value(), address);
        change(root, List.of(new Change.Remove(glue), new Change.Add(there)));
        glue = there;
    }

    private void change(String zone, List<Change> changes) {
        DnsName name = DnsName.of(zone);
        Outcome outcome;
        do {
            Reading.Found found =
                    (Reading.Found) answerer.provider().read(name, Deadline.in(PATIENCE));
            outcome =
                    answerer.provider()
                            .apply(name, found.zone().serial(), changes, Deadline.in(PATIENCE));
        } while (outcome instanceof Outcome.Stale);
        if (!(outcome instanceof Outcome.Applied)) {
            throw new IllegalStateException(zone + ": " + outcome);
        }
    }

    @Override
    public void close() {
        answerer.close();
    }

    private void zone(String name, DnsRecord... more) {
        DnsName zone = DnsName.of(name);
        DnsName server = DnsName.of("ns." + name);
        List<DnsRecord> records = new ArrayList<>(List.of(more));
        records.add(DnsRecord.of(name, "NS", 60, server.value()));
        records.add(address(server.value(), ADDRESS));
        answerer.provider()
                .create(Zone.of(zone, Soa.usual(server, zone, 1), records), Deadline.in(PATIENCE));
    }

    private static DnsRecord address(String host, String address) {
        return DnsRecord.of(host, "A", 60, address);
    }
}
