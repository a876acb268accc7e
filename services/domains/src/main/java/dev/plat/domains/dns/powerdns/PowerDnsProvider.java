package dev.plat.domains.dns.powerdns;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.ServerState;
import dev.plat.domains.dns.ServerStates;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.Deadline;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * PowerDNS 4. Its API cannot compare before it writes, so a stale serial is found by reading first,
 * and only the one writer of each zone keeps a second one out of the time between.
 *
 * <p>Threads: safe, blocking.
 */
public final class PowerDnsProvider implements DnsProvider {

    private final PowerDnsApi api;
    private final List<InetSocketAddress> servers;
    private final BiFunction<Zone, List<Change>, Optional<ZoneRules.Violation>> rules;

    /**
     * One server with its API.
     *
     * @param servers all that answer for the zones
     */
    public PowerDnsProvider(
            URI base, String key, List<InetSocketAddress> servers, JsonMapper json) {
        this(base, key, servers, json, ZoneRules::violation);
    }

    PowerDnsProvider(
            URI base,
            String key,
            List<InetSocketAddress> servers,
            JsonMapper json,
            BiFunction<Zone, List<Change>, Optional<ZoneRules.Violation>> rules) {
        this.api = new PowerDnsApi(base, key, json);
        this.servers = List.copyOf(servers);
        this.rules = rules;
    }

    @Override
    public Reading read(DnsName zone, Deadline deadline) {
        try {
            PowerDnsApi.Answer answer = api.call("GET", path(zone), Optional.empty(), deadline);
            return switch (answer.status()) {
                case 200 -> new Reading.Found(PowerDnsJson.zone(zone, answer.body()));
                case 404 -> new Reading.Missing();
                default -> new Reading.Unknown("PowerDNS answers " + answer.said());
            };
        } catch (IOException e) {
            return new Reading.Unknown("PowerDNS: " + e);
        }
    }

    @Override
    public Outcome apply(DnsName zone, long seenSerial, List<Change> batch, Deadline deadline) {
        if (batch.size() > ZoneRules.CHANGES_MAX) {
            return Outcome.refused("a batch has at most " + ZoneRules.CHANGES_MAX + " changes");
        }
        return switch (read(zone, deadline)) {
            case Reading.Missing _ -> Outcome.refused("the server does not have this zone");
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
            case Reading.Found(Zone found) ->
                    found.serial() == seenSerial
                            ? checked(found, batch, deadline)
                            : new Outcome.Stale(found.serial());
        };
    }

    @Override
    public Outcome create(Zone zone, Deadline deadline) {
        try {
            Optional<Object> body = Optional.of(PowerDnsJson.newZone(zone));
            PowerDnsApi.Answer answer = api.call("POST", "/zones", body, deadline);
            return switch (answer.status()) {
                case 201, 409 -> asWanted(zone, deadline);
                default -> notDone(answer, List.of());
            };
        } catch (IOException e) {
            return new Outcome.Unknown("PowerDNS: " + e);
        }
    }

    @Override
    public Outcome delete(DnsName zone, Deadline deadline) {
        try {
            PowerDnsApi.Answer answer = api.call("DELETE", path(zone), Optional.empty(), deadline);
            return switch (answer.status()) {
                case 200, 204, 404 -> new Outcome.Applied(0);
                default -> notDone(answer, List.of());
            };
        } catch (IOException e) {
            return new Outcome.Unknown("PowerDNS: " + e);
        }
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
        try {
            Optional<Object> body = Optional.of(PowerDnsJson.patch(found, wanted, batch));
            PowerDnsApi.Answer answer = api.call("PATCH", path(found.name()), body, deadline);
            return switch (answer.status()) {
                case 200, 204 -> readBack(wanted, batch, deadline);
                default -> notDone(answer, batch);
            };
        } catch (IOException e) {
            return new Outcome.Unknown("PowerDNS: " + e);
        }
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
                                            "the server took it and has something else"))
                            .orElseGet(() -> new Outcome.Applied(now.serial()));
        };
    }

    private static boolean differs(DnsRecord record, Zone wanted, Zone now) {
        return !wanted.set(record.name(), record.type())
                .equals(now.set(record.name(), record.type()));
    }

    /** After a zone was made, or was there already. */
    private Outcome asWanted(Zone wanted, Deadline deadline) {
        return switch (read(wanted.name(), deadline)) {
            case Reading.Missing _ -> new Outcome.Unknown("the zone went away");
            case Reading.Unknown(String why) -> new Outcome.Unknown("not read back: " + why);
            case Reading.Found(Zone now) ->
                    now.sets().equals(wanted.sets())
                            ? new Outcome.Applied(now.serial())
                            : Outcome.refused("the zone on the server holds other records");
        };
    }

    /** Beyond 499 a server may have got half-way. */
    private static Outcome notDone(PowerDnsApi.Answer answer, List<Change> batch) {
        String why = "PowerDNS answers " + answer.said();
        if (answer.status() >= 500) {
            return new Outcome.Unknown(why);
        }
        return new Outcome.Refused(
                batch.stream()
                        .map(Change::record)
                        .filter(record -> why.contains(record.name().withDot()))
                        .findFirst(),
                why);
    }

    private static String path(DnsName zone) {
        return "/zones/" + zone.withDot();
    }
}
