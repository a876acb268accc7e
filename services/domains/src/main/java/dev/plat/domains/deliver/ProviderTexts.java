package dev.plat.domains.deliver;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.ServerState;
import dev.plat.domains.dns.Zone;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts a CA's texts onto the servers of our zones, not into their rows: they live for seconds, and
 * whoever brings the rows to the servers leaves what no row names. A change that another has come
 * before is made again on what stands there then.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
@Requires(bean = DnsProvider.class)
final class ProviderTexts implements ZoneTexts {

    private static final int TTL_SECONDS = 60;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final DnsProvider provider;

    ProviderTexts(DnsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void put(String host, String value, Deadline deadline) {
        DnsRecord record = record(host, value);
        while (true) {
            Zone zone = zone(host, deadline);
            if (stands(zone, record)) {
                awaitServers(zone.name(), zone.serial(), deadline);
                return;
            }
            Optional<Long> serial = apply(zone, new Change.Add(record), deadline);
            if (serial.isPresent()) {
                awaitServers(zone.name(), serial.get(), deadline);
                return;
            }
        }
    }

    @Override
    public void remove(String host, String value, Deadline deadline) {
        DnsRecord record = record(host, value);
        while (true) {
            Zone zone = zone(host, deadline);
            if (!stands(zone, record)
                    || apply(zone, new Change.Remove(record), deadline).isPresent()) {
                return;
            }
        }
    }

    /** The serial it has now; empty when another came before. */
    private Optional<Long> apply(Zone zone, Change change, Deadline deadline) {
        deadline.check();
        return switch (provider.apply(zone.name(), zone.serial(), List.of(change), deadline)) {
            case Outcome.Applied(long serial) -> Optional.of(serial);
            case Outcome.Stale _ -> Optional.empty();
            case Outcome.Refused(var _, String why) -> throw notNow(zone.name(), why);
            case Outcome.Unknown(String why) -> throw notNow(zone.name(), why);
        };
    }

    private static boolean stands(Zone zone, DnsRecord record) {
        return zone.set(record.name(), RecordType.TXT)
                .filter(set -> set.values().contains(record.data()))
                .isPresent();
    }

    private void awaitServers(DnsName zone, long serial, Deadline deadline) {
        List<ServerState> behind = behind(zone, serial, deadline);
        while (!behind.isEmpty()) {
            if (deadline.left().compareTo(LOOK_AGAIN) <= 0) {
                throw notNow(zone, "behind: " + behind);
            }
            pause();
            behind = behind(zone, serial, deadline);
        }
    }

    /** Another change may have come on top, which is as well. */
    private List<ServerState> behind(DnsName zone, long serial, Deadline deadline) {
        return provider.servers(zone, deadline).stream()
                .filter(state -> state.serial().isEmpty() || state.serial().getAsLong() < serial)
                .toList();
    }

    /** The deepest of ours that the name is in. */
    private Zone zone(String host, Deadline deadline) {
        String at = host;
        for (int dot = at.indexOf('.'); dot >= 0; dot = at.indexOf('.')) {
            at = at.substring(dot + 1);
            switch (provider.read(DnsName.of(at), deadline)) {
                case Reading.Found(Zone zone) -> {
                    return zone;
                }
                case Reading.Missing _ -> {}
                case Reading.Unknown(String why) -> throw notNow(DnsName.of(at), why);
            }
        }
        throw new PlatException(
                ErrorCode.NOT_FOUND,
                "None of our zones has this name.",
                "value",
                host,
                "expected",
                "a zone that is answered for here");
    }

    private static DnsRecord record(String host, String value) {
        return DnsRecord.of(host, RecordType.TXT.toString(), TTL_SECONDS, value);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The process is being ended.").causedBy(e);
        }
    }

    private static PlatException notNow(DnsName zone, String why) {
        return new PlatException(
                ErrorCode.TRY_AGAIN,
                "A zone's servers do not show the answer to the CA yet.",
                "zone",
                zone.value(),
                "why",
                why);
    }
}
