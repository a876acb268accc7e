package dev.plat.domains.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneRulesTest {

    private static final DnsName SHOP = DnsName.of("shop.test");
    private static final Zone ZONE =
            zone(
                    record("shop.test NS ns1.plat.example"),
                    record("www.shop.test CNAME edge.plat.example"),
                    record("mail.shop.test A 192.0.2.1"),
                    record("sub.shop.test NS ns1.sub.shop.test"),
                    record("ns1.sub.shop.test A 192.0.2.2"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.test CNAME a.example.net       | record-conflicts | SOA",
                "www.shop.test A 192.0.2.1           | record-conflicts | CNAME edge.plat.example",
                "www.shop.test CNAME b.example.net   | record-conflicts | CNAME edge.plat.example",
                "mail.shop.test CNAME b.example.net  | record-conflicts | A 192.0.2.1",
                "mail.shop.test DS 1 13 1 ABABABABABABABABABABABABABABABABABABABAB"
                        + " | record-conflicts | expected",
                "x.sub.shop.test TXT hidden          | record-conflicts | sub.shop.test. 300 IN NS",
                "sub.shop.test MX 10 a.example.net   | record-conflicts | sub.shop.test. 300 IN NS",
                "shop.test DS 1 13 1 ABABABABABABABABABABABABABABABABABABABAB"
                        + " | record-invalid | below",
                "*.shop.test NS ns1.example.net      | record-invalid | '*'",
                "www.other.test A 192.0.2.1          | record-invalid | ends in shop.test",
                "notshop.test A 192.0.2.1            | record-invalid | ends in shop.test",
            })
    void whatMayNotBeIsRefusedAndSaysWithWhat(String line, String code, String says) {
        DnsRecord record = record(line);

        Optional<ZoneRules.Violation> violation =
                ZoneRules.violation(ZONE, List.of(new Change.Add(record)));

        assertThat(violation).isPresent();
        assertThat(violation.get().record()).isEqualTo(record);
        assertThat(violation.get().code().text()).isEqualTo(code);
        assertThat(violation.get().toException().getMessage()).contains(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.test CAA 0 issue letsencrypt.org",
                "*.shop.test A 192.0.2.7",
                "www.shop.test CNAME edge.plat.example",
                "sub.shop.test DS 1 13 1 ABABABABABABABABABABABABABABABABABABABAB",
                "ns2.sub.shop.test AAAA 2001:db8::2",
                "_dmarc.shop.test TXT v=DMARC1; p=none",
            })
    void whatMayBeIs(String line) {
        assertThat(ZoneRules.violation(ZONE, List.of(new Change.Add(record(line))))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"59", "86401", "0"})
    void aTimeToLiveHasItsRange(long ttl) {
        DnsRecord record = DnsRecord.of("a.shop.test", "A", ttl, "192.0.2.1");

        assertThatThrownBy(() -> ZoneRules.checked(ZONE, List.of(new Change.Add(record))))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.RECORD_INVALID);
                            assertThat(e.facts())
                                    .containsEntry("value", ttl)
                                    .containsEntry("expected", "60 to 86400 seconds");
                        });
    }

    @Test
    void theLastNameServerStaysAndAnyOtherMayGo() {
        Change gone = new Change.Remove(record("shop.test NS ns1.plat.example"));
        Change other = new Change.Add(record("shop.test NS ns2.plat.example"));

        assertThat(ZoneRules.violation(ZONE, List.of(gone))).isPresent();
        assertThat(ZoneRules.violation(ZONE, List.of(gone, other))).isEmpty();
    }

    @Test
    void aZoneHasAThousandRecordsAtMost() {
        List<DnsRecord> records = new ArrayList<>(ZONE.records());
        IntStream.range(0, ZoneRules.RECORDS_MAX - records.size())
                .mapToObj(i -> record("n" + i + ".shop.test A 192.0.2.1"))
                .forEach(records::add);
        Zone full = Zone.of(SHOP, ZONE.soa(), records);
        Change one = new Change.Add(record("more.shop.test A 192.0.2.1"));
        Change room = new Change.Remove(record("n1.shop.test A 192.0.2.1"));

        assertThat(ZoneRules.violation(full, List.of(one))).isPresent();
        assertThat(ZoneRules.violation(full, List.of(one, room))).isEmpty();
    }

    /** Otherwise one odd record that somebody else wrote would block every change. */
    @Test
    void whatOthersWroteDoesNotBlockAChangeElsewhere() {
        Zone odd =
                zone(
                        record("shop.test NS ns1.plat.example"),
                        DnsRecord.of("short.shop.test", "A", 1, "192.0.2.1"),
                        record("both.shop.test CNAME a.example.net"),
                        record("both.shop.test A 192.0.2.1"));

        assertThat(
                        ZoneRules.violation(
                                odd, List.of(new Change.Add(record("a.shop.test A 192.0.2.1")))))
                .isEmpty();
    }

    @Test
    void anAliasDoesNotStandBesideARecordThatIsNotOurs() {
        Zone signed =
                ZONE.withForeign(
                        List.of(
                                new Zone.Foreign("key.shop.test", "SSHFP", "1 1 AB"),
                                new Zone.Foreign("ok.shop.test", "RRSIG", "…")));

        assertThat(ZoneRules.violation(signed, add("key.shop.test CNAME a.example.net")))
                .isPresent();
        assertThat(ZoneRules.violation(signed, add("ok.shop.test CNAME a.example.net"))).isEmpty();
    }

    /** A saved edit is a difference: carrying it out must give just what was saved. */
    @SeededTest(cases = 300)
    void theDifferenceOfTwoZonesLeadsFromTheOneToTheOther(Seed seed) {
        Zone from = Zone.of(SHOP, ZONE.soa(), seed.list(12, () -> draw(seed)));
        Zone to = Zone.of(SHOP, ZONE.soa(), seed.list(12, () -> draw(seed)));

        assertThat(from.with(from.changesTo(to))).isEqualTo(to);
        assertThat(to.changesTo(to)).isEmpty();
    }

    private static DnsRecord draw(Seed seed) {
        String name = seed.pick(List.of("shop.test", "a.shop.test", "b.shop.test", "*.shop.test"));
        long ttl = seed.pick(List.of(60L, 300L));
        return seed.chance(0.5)
                ? DnsRecord.of(name, "A", ttl, "192.0.2." + seed.between(1, 3))
                : DnsRecord.of(name, "TXT", ttl, "text " + seed.between(1, 3));
    }

    private static List<Change> add(String line) {
        return List.of(new Change.Add(record(line)));
    }

    private static Zone zone(DnsRecord... records) {
        Soa soa = Soa.usual(DnsName.of("ns1.plat.example"), SHOP, 1);
        return Zone.of(SHOP, soa, List.of(records));
    }

    /** Name, type and value. */
    private static DnsRecord record(String line) {
        String[] parts = line.strip().split(" ", 3);
        return DnsRecord.of(parts[0], parts[1], 300, parts[2]);
    }
}
