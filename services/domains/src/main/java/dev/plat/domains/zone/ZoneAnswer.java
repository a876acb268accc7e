package dev.plat.domains.zone;

import dev.plat.domains.dns.ServerState;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A zone for its editor.
 *
 * @param serial to be named by the next change
 * @param shown whether every server shows it
 * @param problem why they do not, in the words of who refused; null for none
 */
@Serdeable
record ZoneAnswer(
        String zone,
        long serial,
        boolean shown,
        @Nullable String problem,
        List<Set> records,
        List<Server> servers) {

    /** What an owner wants the zone to hold beside what Plat keeps. */
    @Serdeable
    record Wanted(List<Set> records) {}

    /**
     * All values of one name and type.
     *
     * @param name a full one
     * @param managed what keeps it, where the owner may not change it
     */
    @Serdeable
    record Set(String name, String type, long ttl, List<String> values, @Nullable String managed) {}

    /**
     * One name server.
     *
     * @param behind it does not show what the zone is now
     */
    @Serdeable
    record Server(String address, @Nullable Long serial, boolean behind, String problem) {}

    static ZoneAnswer of(Zones.Content content, List<ServerState> states) {
        ZoneRow row = content.row();
        Long current = row.shown() == row.serial() ? row.serverSerial() : null;
        List<Server> servers = states.stream().map(state -> server(state, current)).toList();
        return new ZoneAnswer(
                row.name().value(),
                row.serial(),
                servers.stream().noneMatch(Server::behind),
                row.problem(),
                content.sets().stream()
                        .filter(set -> !set.values().isEmpty())
                        .map(set ->
                                new Set(
                                        set.name().value(),
                                        set.type().name(),
                                        set.ttl(),
                                        set.values(),
                                        set.managed()))
                        .toList(),
                servers);
    }

    private static Server server(ServerState state, @Nullable Long current) {
        OptionalLong serial = state.serial();
        boolean shows = current != null && state.shows(current);
        return new Server(
                state.server().getHostString(),
                serial.isPresent() ? serial.getAsLong() : null,
                !shows,
                state.problem());
    }
}
