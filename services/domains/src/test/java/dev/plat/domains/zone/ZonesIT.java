package dev.plat.domains.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.domains.DomainsTier;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.answer.Answerer;
import dev.plat.domains.dns.answer.AnswererSettings;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose zones are, and what stands in them, from the rows to a server. */
@Servers(postgres = 1, tier = "domains")
class ZonesIT {

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final IdGenerator IDS =
            new IdGenerator(InstantSource.system(), new SecureRandom());

    @TempDir private static Path folder;
    private static Router router;
    private static Answerer answerer;
    private static DnsProvider provider;
    private static Zones zones;

    @BeforeAll
    static void start(PostgresServers servers) {
        router = DomainsTier.open(servers);
        InetAddress here = InetAddress.ofLiteral("127.0.0.53");
        answerer =
                new Answerer(AnswererSettings.usual(List.of(here), 0, folder), 1, System::nanoTime);
        provider = answerer.provider();
        LinkedHashMap<DnsName, InetAddress> ours = new LinkedHashMap<>();
        ours.put(DnsName.of("ns1.plat.test"), here);
        NameServers nameServers = new NameServers(ours);
        InstantSource clock = InstantSource.system();
        zones =
                new Zones(
                        router,
                        new Projection(router, provider, nameServers, clock, ControlPoints.NONE),
                        nameServers,
                        clock);
    }

    @AfterAll
    static void end() {
        answerer.close();
        router.close();
    }

    private static DnsName fresh() {
        return DnsName.of("zone-" + NAMES.incrementAndGet() + ".test");
    }

    private static Id account() {
        return IDS.nextAnywhere(IdKind.ACCOUNT);
    }

    private static RecordSet text(DnsName name, String value) {
        return new RecordSet(name, RecordType.TXT, 300, List.of("\"" + value + "\""));
    }

    private static void keep(DnsName zone, Id account) {
        zones.keep(zone, account, "a test", List.of());
    }

    private static Zone served(DnsName zone) {
        return ((Reading.Found) provider.read(zone, Deadline.in(Duration.ofSeconds(5)))).zone();
    }

    @Test
    void whoGetsANameGetsItsZoneWithoutWhatTheFormerOwnerLeft() {
        DnsName zone = fresh();
        Id former = account();
        Id next = account();
        keep(zone, former);
        zones.adopt(zone, former, List.of(text(zone, "the former owner's")));
        assertThat(served(zone).set(zone, RecordType.TXT)).isPresent();

        keep(zone, next);

        assertThat(served(zone).set(zone, RecordType.TXT)).isEmpty();
        assertThat(served(zone).set(zone, RecordType.NS)).isPresent();
        long serial = zones.content(zone).orElseThrow().row().serial();
        assertThatThrownBy(() -> zones.replace(zone, former, serial, List.of()))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("no such zone");
        zones.replace(zone, next, serial, List.of(text(zone, "the next one's")));
        assertThat(served(zone).set(zone, RecordType.TXT)).isPresent();
    }

    @Test
    void aZoneThatIsWantedAgainWhileItGoesStays() {
        DnsName zone = fresh();
        Id account = account();
        keep(zone, account);
        zones.adopt(zone, account, List.of(text(zone, "from before")));
        zones.drop(zone);
        assertThat(zones.content(zone)).isEmpty();

        keep(zone, account);
        keep(zone, account);

        assertThat(served(zone).sets()).hasSize(1);
        assertThat(zones.content(zone).orElseThrow().row().leaving()).isFalse();
    }

    @Test
    void whatIsCopiedStandsWhereNothingStandsAndMay() {
        DnsName zone = fresh();
        Id account = account();
        keep(zone, account);
        zones.adopt(zone, account, List.of(text(zone, "first")));
        RecordSet alias =
                new RecordSet(
                        zone.child("mail"), RecordType.CNAME, 300, List.of("mail.example.net."));

        int refused =
                zones.adopt(
                        zone,
                        account,
                        List.of(
                                text(zone, "second"),
                                alias,
                                text(zone.child("mail"), "beside an alias"),
                                text(zone.child("ok"), "fine")));

        assertThat(refused).isEqualTo(1);
        assertThat(served(zone).set(zone, RecordType.TXT).orElseThrow().values())
                .containsExactly("\"first\"");
        assertThat(served(zone).set(zone.child("mail"), RecordType.CNAME)).isPresent();
        assertThat(served(zone).set(zone.child("ok"), RecordType.TXT)).isPresent();
    }
}
