package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsProviderContract;
import dev.plat.domains.dns.NameServer;
import dev.plat.domains.dns.NameServerPlan;
import dev.plat.router.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.Message;

/** The contract for servers that take signed updates; zones are in their configuration. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Rfc2136Contract extends DnsProviderContract {

    private static final int ZONES = 40;
    private static final String SECRET = "cGxhdCBzaGFyZXMgdGhpcyB3aXRoIG5hbWUgc2VydmVycw==";
    private static final String OTHER = "c29tZWJvZHkgZWxzZSdzIHNlY3JldCwgMzIgb2N0ZXRzIQ==";

    private final AtomicInteger used = new AtomicInteger();
    private Optional<NameServer> server = Optional.empty();

    abstract NameServerPlan plan();

    @BeforeAll
    void startServer() {
        NameServerPlan plan = plan().key("plat", SECRET);
        for (int i = 0; i < ZONES; i++) {
            plan = plan.zone("z" + i + ".test");
        }
        server = Optional.of(plan.start());
    }

    @AfterAll
    void stopServer() {
        server.ifPresent(NameServer::close);
    }

    @Override
    protected DnsProvider provider() {
        return at(address(), new TsigKey("plat", SECRET), Clock.systemUTC());
    }

    @Override
    protected DnsProvider unchecked() {
        return new Rfc2136Provider(
                address(),
                List.of(address()),
                new TsigKey("plat", SECRET),
                Clock.systemUTC(),
                (_, _) -> Optional.empty());
    }

    @Override
    protected Optional<DnsProvider> with(KeyFault fault) {
        Clock clock = Clock.systemUTC();
        return Optional.of(
                switch (fault) {
                    case WRONG_SECRET -> at(address(), new TsigKey("plat", OTHER), clock);
                    case UNKNOWN_KEY -> at(address(), new TsigKey("nobody", SECRET), clock);
                    case SKEWED_CLOCK ->
                            at(
                                    address(),
                                    new TsigKey("plat", SECRET),
                                    Clock.offset(clock, Duration.ofMinutes(-20)));
                });
    }

    @Override
    protected String expected(KeyFault fault) {
        return switch (fault) {
            case WRONG_SECRET -> "BADSIG";
            case UNKNOWN_KEY -> "BADKEY";
            case SKEWED_CLOCK -> "BADTIME";
        };
    }

    @Override
    protected Optional<DnsProvider> unreachable() {
        InetSocketAddress nobody =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
        return Optional.of(at(nobody, new TsigKey("plat", SECRET), Clock.systemUTC()));
    }

    @Override
    protected DnsName freshZone() {
        return DnsName.of("z" + used.getAndIncrement() + ".test");
    }

    @Override
    protected Message ask(String name, int type) throws IOException {
        return server.orElseThrow().ask(name, type);
    }

    @Override
    protected boolean makesZones() {
        return false;
    }

    @Override
    protected boolean compares() {
        return true;
    }

    private InetSocketAddress address() {
        return server.orElseThrow().address();
    }

    private static DnsProvider at(InetSocketAddress address, TsigKey key, Clock clock) {
        return new Rfc2136Provider(address, List.of(address), key, clock);
    }
}
