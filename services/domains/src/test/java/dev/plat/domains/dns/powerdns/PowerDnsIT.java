package dev.plat.domains.dns.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsProviderContract;
import dev.plat.domains.dns.NameServer;
import dev.plat.domains.dns.NameServers;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.router.testkit.Ports;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.Message;

/** PowerDNS with SQLite. It has an API key instead of TSIG: no key names, no clocks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerDnsIT extends DnsProviderContract {

    private final AtomicInteger made = new AtomicInteger();
    private Optional<NameServer> server = Optional.empty();

    @BeforeAll
    void startServer() {
        server = Optional.of(NameServers.powerDns().start());
    }

    @AfterAll
    void stopServer() {
        server.ifPresent(NameServer::close);
    }

    @Override
    protected DnsProvider provider() {
        return at(server.orElseThrow().api(), NameServer.API_KEY);
    }

    @Override
    protected DnsProvider unchecked() {
        return new PowerDnsProvider(
                server.orElseThrow().api(),
                NameServer.API_KEY,
                List.of(server.orElseThrow().address()),
                JsonMapper.createDefault(),
                (_, _) -> Optional.empty());
    }

    @Override
    protected Optional<DnsProvider> with(KeyFault fault) {
        return switch (fault) {
            case WRONG_SECRET -> Optional.of(at(server.orElseThrow().api(), "wrong"));
            case UNKNOWN_KEY, SKEWED_CLOCK -> Optional.empty();
        };
    }

    @Override
    protected String expected(KeyFault fault) {
        return "401";
    }

    @Override
    protected Optional<DnsProvider> unreachable() {
        return Optional.of(at(URI.create("http://127.0.0.1:" + Ports.free()), NameServer.API_KEY));
    }

    @Override
    protected DnsName freshZone() {
        DnsName zone = DnsName.of("z" + made.getAndIncrement() + ".test");
        Zone plain =
                Zone.of(
                        zone,
                        Soa.usual(zone.child("ns1"), zone, 1),
                        List.of(
                                record(zone, "@", "NS", "ns1." + zone),
                                record(zone, "ns1", "A", "127.0.0.1")));
        assertThat(provider().create(plain, deadline())).isInstanceOf(Outcome.Applied.class);
        return zone;
    }

    @Override
    protected Message ask(String name, int type) throws IOException {
        return server.orElseThrow().ask(name, type);
    }

    @Override
    protected boolean makesZones() {
        return true;
    }

    @Override
    protected boolean compares() {
        return false;
    }

    @Override
    protected boolean saysWhatIsMissing() {
        return true;
    }

    private DnsProvider at(URI api, String key) {
        return new PowerDnsProvider(
                api, key, List.of(server.orElseThrow().address()), JsonMapper.createDefault());
    }
}
