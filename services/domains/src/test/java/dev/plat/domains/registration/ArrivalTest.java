package dev.plat.domains.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.copy.Copy;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.zone.NameServers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A name that has come over leaves its old servers, at the right moment. */
class ArrivalTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final String NAME = "a.test";
    private static final Secret PASSED_AROUND = new Secret("everybody-knows");

    private final SecureRandom random = new SecureRandom();
    private final ModelRegistry registry = new ModelRegistry(random, START, _ -> {});
    private final Arrival arrival = new Arrival(registry, ours(), new Nothing(), random);
    private final Registration name = brought();

    /** There is nothing to copy. */
    private static final class Nothing implements Arrival.Records {

        @Override
        public Copy copy(String name, Id account) {
            return new Copy.Nothing();
        }

        @Override
        public void drop(String name) {
            throw new AssertionError("nothing is dropped here");
        }
    }

    private static NameServers ours() {
        LinkedHashMap<DnsName, InetAddress> servers = new LinkedHashMap<>();
        servers.put(DnsName.of("ns1.plat.test"), InetAddress.ofLiteral("127.0.0.53"));
        servers.put(DnsName.of("ns2.plat.test"), InetAddress.ofLiteral("127.0.0.54"));
        return new NameServers(servers);
    }

    private Registration brought() {
        IdGenerator ids = new IdGenerator(() -> START, random);
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Order order =
                Order.transfer(
                        ids.next(IdKind.REGISTRY_ORDER, account), "effect", NAME, PASSED_AROUND);
        registry.calm = true;
        registry.names.put(NAME, new ModelRegistry.Held(ModelRegistry.OURS, PASSED_AROUND, false));
        registry.servers.put(NAME, new TreeSet<>(List.of("ns.elsewhere.example")));
        return Registration.held(
                        ids.next(IdKind.REGISTRATION, account),
                        account,
                        "effect",
                        order,
                        null,
                        START)
                .active(START, null, START);
    }

    @Test
    void itsServersAndItsCodeAreNewAtOnce() {
        assertThat(arrival.led(name, START)).isEmpty();

        assertThat(registry.servers.get(NAME))
                .containsExactlyInAnyOrder("ns1.plat.test", "ns2.plat.test");
        assertThat(Objects.requireNonNull(registry.names.get(NAME)).code())
                .isNotEqualTo(PASSED_AROUND);
        assertThat(arrival.led(name, START)).as("a repeat").isEmpty();
    }

    @Test
    void aSignedOneWaitsUntilItsSignaturesAreForgotten() {
        registry.signed.put(NAME, List.of(new Ds(1, 13, 2, "AB".repeat(32))));

        Registration waits = arrival.led(name, START).orElseThrow();

        Instant forgotten = START.plus(Arrival.SIGNED);
        assertThat(waits.due()).isEqualTo(forgotten);
        assertThat(registry.signed).isEmpty();
        assertThat(registry.servers.get(NAME)).containsExactly("ns.elsewhere.example");
        Registration early = arrival.led(waits, forgotten.minusSeconds(1)).orElseThrow();
        assertThat(early.due()).isEqualTo(forgotten);
        assertThat(registry.servers.get(NAME)).containsExactly("ns.elsewhere.example");

        assertThat(arrival.led(waits, forgotten)).isEmpty();
        assertThat(registry.servers.get(NAME))
                .containsExactlyInAnyOrder("ns1.plat.test", "ns2.plat.test");
    }
}
