package dev.plat.domains.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsProviderContract;
import dev.plat.domains.dns.NameServerPlan;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The embedded server: in this process, so there is no key and nobody to be unreachable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedIT extends DnsProviderContract {

    private final AtomicInteger made = new AtomicInteger();
    private Optional<Answerer> running = Optional.empty();

    private Path folder = Path.of("target");

    @BeforeAll
    void startServer() throws IOException {
        folder = Files.createTempDirectory(folder.toAbsolutePath(), "embedded-zones");
        running = Optional.of(started(folder));
    }

    @AfterAll
    void stopServer() {
        running.ifPresent(Answerer::close);
    }

    @Test
    void afterARestartWithNothingElseItAnswersWhatItAnsweredBefore() throws IOException {
        Path own = folder.resolve("restart");
        DnsName zone = DnsName.of("kept.test");
        try (Answerer first = started(own)) {
            first.provider().create(plain(zone), deadline());
            Outcome outcome =
                    first.provider()
                            .apply(
                                    zone,
                                    1,
                                    adds(List.of(record(zone, "www", "A", "192.0.2.1"))),
                                    deadline());
            assertThat(outcome).isEqualTo(new Outcome.Applied(2));
        }

        try (Answerer second = started(own)) {
            Message answer = ask(second, "www.kept.test", Type.A);

            assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
            assertThat(second.provider().read(zone, deadline()))
                    .isInstanceOfSatisfying(
                            Reading.Found.class,
                            found -> assertThat(found.zone().serial()).isEqualTo(2));
        }
    }

    @Test
    void aDamagedCopyIsSetAsideAndTheOthersAreAnswered() throws IOException {
        Path own = folder.resolve("damaged");
        try (Answerer first = started(own)) {
            first.provider().create(plain(DnsName.of("good.test")), deadline());
            first.provider().create(plain(DnsName.of("bad.test")), deadline());
        }
        Files.writeString(
                own.resolve("bad.test.zone"), "x 1 IN A 1.1.1.1", StandardOpenOption.APPEND);

        try (Answerer second = started(own)) {
            assertThat(ask(second, "ns1.good.test", Type.A).getSection(Section.ANSWER)).hasSize(1);
            assertThat(ask(second, "ns1.bad.test", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        }
        assertThat(own.resolve("bad.test.zone.damaged")).exists();
    }

    @Override
    protected DnsProvider provider() {
        return running.orElseThrow().provider();
    }

    /** There is no server behind the check: it is the server's own. */
    @Override
    protected DnsProvider unchecked() {
        return provider();
    }

    @Override
    protected Optional<DnsProvider> with(KeyFault fault) {
        return Optional.empty();
    }

    @Override
    protected String expected(KeyFault fault) {
        return "no keys";
    }

    @Override
    protected Optional<DnsProvider> unreachable() {
        return Optional.empty();
    }

    @Override
    protected DnsName freshZone() {
        DnsName zone = DnsName.of("z" + made.getAndIncrement() + ".test");
        assertThat(provider().create(plain(zone), deadline())).isInstanceOf(Outcome.Applied.class);
        return zone;
    }

    @Override
    protected Message ask(String name, int type) throws IOException {
        return ask(running.orElseThrow(), name, type);
    }

    @Override
    protected boolean makesZones() {
        return true;
    }

    @Override
    protected boolean compares() {
        return true;
    }

    @Override
    protected boolean saysWhatIsMissing() {
        return true;
    }

    private static Zone plain(DnsName zone) {
        return Zone.of(
                zone,
                Soa.usual(zone.child("ns1"), zone, 1),
                List.of(
                        record(zone, "@", "NS", "ns1." + zone),
                        record(zone, "ns1", "A", "127.0.0.1")));
    }

    private static Answerer started(Path folder) {
        int port = NameServerPlan.freePort("127.0.0.1");
        Answerer answerer =
                new Answerer(
                        AnswererSettings.usual(
                                List.of(InetAddress.getLoopbackAddress()), port, folder),
                        1,
                        System::nanoTime);
        answerer.start();
        return answerer;
    }

    private static Message ask(Answerer answerer, String name, int type) throws IOException {
        InetSocketAddress address = answerer.addresses().getFirst();
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(Waits.scaled(Duration.ofSeconds(5)));
        return resolver.send(
                Message.newQuery(
                        Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }
}
