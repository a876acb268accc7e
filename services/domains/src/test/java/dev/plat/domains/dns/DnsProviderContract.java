package dev.plat.domains.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Deadline;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What every {@link DnsProvider} does, whatever stands behind it. */
public abstract class DnsProviderContract {

    /** How a caller's credentials can be wrong. */
    public enum KeyFault {
        WRONG_SECRET,
        UNKNOWN_KEY,
        SKEWED_CLOCK
    }

    protected abstract DnsProvider provider();

    /** The same without the check before it sends, to see what the server itself does. */
    protected abstract DnsProvider unchecked();

    /** Empty where the server knows no such thing; the binding says why. */
    protected abstract Optional<DnsProvider> with(KeyFault fault);

    /** The same, at an address where nobody listens; empty where it is in this process. */
    protected abstract Optional<DnsProvider> unreachable();

    /** The name of a zone that is there, with {@link NameServers#plainZone}'s records. */
    protected abstract DnsName freshZone();

    /** What a resolver would be told. */
    protected abstract Message ask(String name, int type) throws IOException;

    /** Whether zones come and go over the server's protocol. */
    protected abstract boolean makesZones();

    /** Whether a server compares the serial in the moment it writes. */
    protected abstract boolean compares();

    /** Whether a server's word that it does not have a zone can be believed. */
    protected abstract boolean saysWhatIsMissing();

    @Test
    void everyTypeIsKeptReadBackAndAnswered() throws IOException {
        DnsName zone = freshZone();
        String long2048 = "v=DKIM1; k=rsa; p=" + "A".repeat(390);
        List<DnsRecord> records =
                List.of(
                        record(zone, "@", "A", "192.0.2.1"),
                        record(zone, "www", "CNAME", "edge.plat.example"),
                        record(zone, "*", "AAAA", "2001:db8::1"),
                        record(zone, "@", "MX", "10 mail.example.net"),
                        record(zone, "key._domainkey", "TXT", long2048),
                        record(
                                zone,
                                "@",
                                "CAA",
                                "0 issue \"letsencrypt.org; accounturi=https://x\""),
                        record(zone, "_sip._tcp", "SRV", "0 5 5060 sip.example.net"),
                        record(zone, "shop", "NS", "ns1.example.net"),
                        record(zone, "shop", "DS", "12345 13 2 " + "AB".repeat(32)),
                        record(zone, "@", "HTTPS", "1 . alpn=h2,h3 ipv4hint=192.0.2.1"));

        Outcome outcome = apply(zone, adds(records));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).records()).containsAll(records);
        assertThat(read(zone).serial()).isEqualTo(((Outcome.Applied) outcome).serial());
        assertThat(read(zone).foreign()).isEmpty();
        assertThat(answered(zone.value(), Type.CAA))
                .containsExactly("0 issue \"letsencrypt.org; accounturi=https://x\"");
        assertThat(answered("key._domainkey." + zone, Type.TXT).getFirst().replace("\" \"", ""))
                .isEqualTo("\"" + long2048 + "\"");
        assertThat(answered("anything." + zone, Type.AAAA)).hasSize(1);
        assertThat(answered(zone.value(), Type.HTTPS)).hasSize(1);
    }

    @Test
    void aRemovedRecordIsGoneAndItsNameDoesNotExist() throws IOException {
        DnsName zone = freshZone();
        DnsRecord record = record(zone, "once", "A", "192.0.2.1");
        apply(zone, adds(List.of(record)));
        assertThat(answered("once." + zone, Type.A)).containsExactly("192.0.2.1");

        Outcome outcome = apply(zone, List.of(new Change.Remove(record)));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).records()).doesNotContain(record);
        Waits.untilAsserted(
                () -> assertThat(ask("once." + zone, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN));
    }

    /**
     * How a wildcard's certificate is proved: two values on one name, each put there by another.
     */
    @Test
    void onlyTheValueThatIsNamedGoes() {
        DnsName zone = freshZone();
        DnsRecord theirs = record(zone, "_acme-challenge", "TXT", "theirs");
        DnsRecord ours = record(zone, "_acme-challenge", "TXT", "ours");
        apply(zone, adds(List.of(theirs)));
        apply(zone, adds(List.of(ours)));
        assertThat(read(zone).records()).contains(theirs, ours);

        apply(zone, List.of(new Change.Remove(ours)));

        assertThat(read(zone).records()).contains(theirs).doesNotContain(ours);
    }

    @Test
    void aValueWithAnotherTimeToLiveChangesTheWholeSets() {
        DnsName zone = freshZone();
        DnsRecord first = record(zone, "many", "A", "192.0.2.1");
        apply(zone, adds(List.of(first)));
        DnsRecord second = new DnsRecord(zone.child("many"), RecordType.A, 900, "192.0.2.2");

        Outcome outcome = apply(zone, adds(List.of(second)));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).set(zone.child("many"), RecordType.A))
                .contains(
                        new RecordSet(
                                zone.child("many"),
                                RecordType.A,
                                900,
                                List.of("192.0.2.1", "192.0.2.2")));
    }

    @Test
    void anAliasMakesRoomForAnAddressInOneBatch() {
        DnsName zone = freshZone();
        DnsRecord alias = record(zone, "www", "CNAME", "edge.plat.example");
        DnsRecord address = record(zone, "www", "A", "192.0.2.1");
        apply(zone, adds(List.of(alias)));

        Outcome outcome = apply(zone, List.of(new Change.Add(address), new Change.Remove(alias)));

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).at(zone.child("www"))).hasSize(1);
    }

    @Test
    void allNameServersAreChangedInOneBatch() {
        DnsName zone = freshZone();
        List<Change> batch = new ArrayList<>();
        read(zone).set(zone, RecordType.NS).orElseThrow().records().stream()
                .map(Change.Remove::new)
                .forEach(batch::add);
        batch.add(new Change.Add(record(zone, "@", "NS", "ns7.example.net")));

        Outcome outcome = apply(zone, batch);

        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).set(zone, RecordType.NS).orElseThrow().values())
                .containsExactly("ns7.example.net.");
    }

    @Test
    void aWrongSerialIsStaleAndChangesNothing() {
        DnsName zone = freshZone();
        apply(zone, adds(List.of(record(zone, "a", "A", "192.0.2.1"))));
        Zone before = read(zone);

        Outcome outcome =
                provider()
                        .apply(
                                zone,
                                before.serial() - 1,
                                adds(List.of(record(zone, "b", "A", "192.0.2.2"))),
                                deadline());

        assertThat(outcome).isEqualTo(new Outcome.Stale(before.serial()));
        assertThat(read(zone)).isEqualTo(before);
    }

    /** Where the server cannot compare, only the second in time is stale. */
    @Test
    void ofTwoWritersWithOneSerialTheSecondLoses() throws Exception {
        DnsName zone = freshZone();
        long serial = read(zone).serial();
        List<Callable<Outcome>> writers =
                IntStream.range(0, 4)
                        .mapToObj(i -> record(zone, "w" + i, "A", "192.0.2." + i))
                        .<Callable<Outcome>>map(record ->
                                () ->
                                        provider()
                                                .apply(
                                                        zone,
                                                        serial,
                                                        adds(List.of(record)),
                                                        deadline()))
                        .toList();

        List<Outcome> outcomes = new ArrayList<>();
        if (compares()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Outcome> outcome : threads.invokeAll(writers)) {
                    outcomes.add(outcome.get());
                }
            }
        } else {
            for (Callable<Outcome> writer : writers) {
                outcomes.add(writer.call());
            }
        }

        assertThat(outcomes).filteredOn(one -> one instanceof Outcome.Applied).hasSize(1);
        assertThat(outcomes).filteredOn(one -> one instanceof Outcome.Stale).hasSize(3);
        assertThat(read(zone).records())
                .filteredOn(r -> r.name().value().startsWith("w"))
                .hasSize(1);
    }

    static Stream<List<String>> clashes() {
        return Stream.of(
                List.of("@", "CNAME", "edge.plat.example"),
                List.of("there", "CNAME", "edge.plat.example"),
                List.of("alias", "A", "192.0.2.9"),
                List.of("alias", "CNAME", "other.plat.example"));
    }

    @ParameterizedTest
    @MethodSource("clashes")
    void aClashIsRefusedAndNamed(List<String> wrong) {
        DnsName zone = zoneWithAddressAndAlias();
        Zone before = read(zone);
        DnsRecord record = record(zone, wrong.get(0), wrong.get(1), wrong.get(2));
        DnsRecord good = record(zone, "good", "A", "192.0.2.1");

        Outcome outcome = apply(zone, adds(List.of(good, record)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.record()).contains(record);
                            assertThat(refused.why()).contains("record-conflicts");
                        });
        assertThat(read(zone)).isEqualTo(before);
    }

    /** Servers answer NOERROR to these and leave them out: only reading back tells. */
    @ParameterizedTest
    @MethodSource("clashes")
    void whatAServerLeavesOutIsNotCalledDone(List<String> wrong) {
        DnsName zone = zoneWithAddressAndAlias();
        DnsRecord record = record(zone, wrong.get(0), wrong.get(1), wrong.get(2));

        Outcome outcome =
                unchecked().apply(zone, read(zone).serial(), adds(List.of(record)), deadline());

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theLastNameServerStays() {
        DnsName zone = freshZone();
        Zone before = read(zone);
        List<Change> batch =
                before.set(zone, RecordType.NS).orElseThrow().records().stream()
                        .<Change>map(Change.Remove::new)
                        .toList();

        assertThat(apply(zone, batch)).isInstanceOf(Outcome.Refused.class);
        assertThat(read(zone)).isEqualTo(before);
    }

    @Test
    void aRecordOfAnotherZoneIsRefused() {
        DnsName zone = freshZone();
        Zone before = read(zone);
        DnsRecord stranger = DnsRecord.of("www.stranger.example", "A", 300, "192.0.2.1");

        Outcome outcome = apply(zone, adds(List.of(record(zone, "a", "A", "192.0.2.1"), stranger)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.record()).contains(stranger));
        assertThat(read(zone)).isEqualTo(before);
    }

    @Test
    void aBatchHasItsLimit() {
        DnsName zone = freshZone();
        long serial = read(zone).serial();
        List<Change> batch =
                adds(
                        IntStream.rangeClosed(0, ZoneRules.CHANGES_MAX)
                                .mapToObj(i -> record(zone, "n" + i, "TXT", "value " + i))
                                .toList());

        assertThat(apply(zone, batch)).isInstanceOf(Outcome.Refused.class);
        assertThat(read(zone).serial()).isEqualTo(serial);

        assertThat(apply(zone, batch.subList(0, ZoneRules.CHANGES_MAX)))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).records()).hasSizeGreaterThan(ZoneRules.CHANGES_MAX);
    }

    @Test
    void aZoneThatIsNotThereIsMissing() {
        DnsName zone = DnsName.of("nobody-made-this.test");
        List<Change> batch = adds(List.of(record(zone, "a", "A", "192.0.2.1")));

        if (saysWhatIsMissing()) {
            assertThat(provider().read(zone, deadline())).isInstanceOf(Reading.Missing.class);
            assertThat(apply(zone, 1, batch)).isInstanceOf(Outcome.Refused.class);
            assertThat(provider().delete(zone, deadline())).isEqualTo(new Outcome.Applied(0));
        } else {
            assertThat(provider().read(zone, deadline())).isInstanceOf(Reading.Unknown.class);
            assertThat(apply(zone, 1, batch)).isInstanceOf(Outcome.Unknown.class);
            assertThat(provider().delete(zone, deadline())).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(provider().servers(zone, deadline()))
                .isNotEmpty()
                .allSatisfy(server -> assertThat(server.serial()).isEmpty());
    }

    @Test
    void aZoneIsMadeOnceAndTakenAway() throws IOException {
        DnsName zone = makesZones() ? DnsName.of("made-here.test") : freshZone();
        Zone wanted =
                Zone.of(
                        zone,
                        Soa.usual(DnsName.of("ns1.plat.example"), zone, 7),
                        List.of(
                                record(zone, "@", "NS", "ns1.plat.example"),
                                record(zone, "@", "NS", "ns2.plat.example"),
                                record(zone, "www", "A", "192.0.2.1")));

        assertThat(provider().create(wanted, deadline())).isInstanceOf(Outcome.Applied.class);
        assertThat(read(zone).sets()).isEqualTo(wanted.sets());
        Waits.untilAsserted(
                () -> assertThat(answered("www." + zone, Type.A)).containsExactly("192.0.2.1"));
        assertThat(provider().create(wanted, deadline())).isInstanceOf(Outcome.Applied.class);

        Zone other = wanted.with(List.of(new Change.Remove(record(zone, "www", "A", "192.0.2.1"))));
        assertThat(provider().create(other, deadline())).isInstanceOf(Outcome.Refused.class);

        assertThat(provider().delete(zone, deadline())).isInstanceOf(Outcome.Applied.class);
        Waits.untilAsserted(
                () -> assertThat(ask("www." + zone, Type.A).getSection(Section.ANSWER)).isEmpty());
    }

    @Test
    void everyServerShowsTheSerialOfWhatWasApplied() {
        DnsName zone = freshZone();

        Outcome outcome = apply(zone, adds(List.of(record(zone, "a", "A", "192.0.2.1"))));

        long serial = ((Outcome.Applied) outcome).serial();
        Waits.untilAsserted(() ->
                assertThat(provider().servers(zone, deadline()))
                        .isNotEmpty()
                        .allSatisfy(server ->
                                assertThat(server.shows(serial)).as("%s", server).isTrue()));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongKeyChangesNothingAndIsNeverCalledDone(KeyFault fault) {
        Optional<DnsProvider> faulty = with(fault);
        Assumptions.assumeTrue(faulty.isPresent(), "this server knows no such key");
        DnsName zone = freshZone();
        Zone before = read(zone);

        Outcome outcome =
                faulty.orElseThrow()
                        .apply(
                                zone,
                                before.serial(),
                                adds(List.of(record(zone, "a", "A", "192.0.2.1"))),
                                deadline());

        assertThat(outcome).isInstanceOfAny(Outcome.Unknown.class, Outcome.Refused.class);
        assertThat(why(outcome)).contains(expected(fault));
        assertThat(read(zone)).isEqualTo(before);
    }

    /** What a person must be told to find the fault. */
    protected abstract String expected(KeyFault fault);

    @Test
    void nobodyThereIsUnknown() {
        Assumptions.assumeTrue(unreachable().isPresent(), "it is in this process");
        DnsProvider nobody = unreachable().orElseThrow();
        DnsName zone = freshZone();
        List<Change> batch = adds(List.of(record(zone, "a", "A", "192.0.2.1")));

        assertThat(nobody.apply(zone, 1, batch, deadline())).isInstanceOf(Outcome.Unknown.class);
        assertThat(nobody.read(zone, deadline())).isInstanceOf(Reading.Unknown.class);
        assertThat(nobody.delete(zone, deadline())).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aPassedDeadlineIsUnknownToo() {
        DnsName zone = freshZone();
        Deadline passed = Deadline.in(Duration.ZERO);
        List<Change> batch = adds(List.of(record(zone, "a", "A", "192.0.2.1")));

        assertThat(provider().apply(zone, read(zone).serial(), batch, passed))
                .isInstanceOf(Outcome.Unknown.class);
    }

    protected static DnsRecord record(DnsName zone, String label, String type, String data) {
        String name = label.equals("@") ? zone.value() : label + "." + zone;
        return DnsRecord.of(name, type, 300, data);
    }

    protected static List<Change> adds(List<DnsRecord> records) {
        return records.stream().<Change>map(Change.Add::new).toList();
    }

    protected static Deadline deadline() {
        return Deadline.in(Waits.scaled(Duration.ofSeconds(20)));
    }

    protected Zone read(DnsName zone) {
        Reading reading = provider().read(zone, deadline());
        assertThat(reading).isInstanceOf(Reading.Found.class);
        return ((Reading.Found) reading).zone();
    }

    private DnsName zoneWithAddressAndAlias() {
        DnsName zone = freshZone();
        apply(
                zone,
                adds(
                        List.of(
                                record(zone, "there", "A", "192.0.2.1"),
                                record(zone, "alias", "CNAME", "edge.plat.example"))));
        return zone;
    }

    private Outcome apply(DnsName zone, List<Change> batch) {
        return apply(zone, read(zone).serial(), batch);
    }

    private Outcome apply(DnsName zone, long serial, List<Change> batch) {
        return provider().apply(zone, serial, batch, deadline());
    }

    private List<String> answered(String name, int type) throws IOException {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(org.xbill.DNS.Record::rdataToString)
                .toList();
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> applied.toString();
            case Outcome.Stale stale -> stale.toString();
            case Outcome.Refused(_, String why) -> why;
            case Outcome.Unknown(String why) -> why;
        };
    }
}
