package dev.plat.domains.zone;

import dev.plat.chassis.ticket.Caller;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.ServerState;
import dev.plat.domains.name.HostNames;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The zone editor's side over HTTP. */
@Controller("/api/v1/zones/{zone}/records")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Zones.class)
final class ZoneController {

    private static final Duration ASKED = Duration.ofSeconds(4);
    private static final Pattern SERIAL = Pattern.compile("\"(\\d{1,10})\"");

    private final HostNames hostNames;
    private final Zones zones;
    private final DnsProvider provider;

    ZoneController(HostNames hostNames, Zones zones, DnsProvider provider) {
        this.hostNames = hostNames;
        this.zones = zones;
        this.provider = provider;
    }

    @Get
    HttpResponse<ZoneAnswer> read(Caller.Person person, String zone) {
        return answer(find(person.account(), name(zone)));
    }

    @Put
    HttpResponse<ZoneAnswer> replace(
            Caller.Person person,
            String zone,
            @Header("If-Match") @Nullable String ifMatch,
            @Body ZoneAnswer.Wanted wanted) {
        DnsName name = name(zone);
        find(person.account(), name);
        List<RecordSet> sets = wanted.records().stream().map(ZoneController::set).toList();
        requireOnce(sets);
        zones.replace(name, person.account(), serial(ifMatch), sets);
        return answer(find(person.account(), name));
    }

    private Zones.Content find(Id account, DnsName zone) {
        return zones.content(zone)
                .filter(content -> account.equals(content.row().account()))
                .filter(content -> !content.row().leaving())
                .orElseThrow(() -> Zones.unknown(zone));
    }

    private HttpResponse<ZoneAnswer> answer(Zones.Content content) {
        List<ServerState> servers = provider.servers(content.row().name(), Deadline.in(ASKED));
        return HttpResponse.ok(ZoneAnswer.of(content, servers))
                .header("ETag", "\"" + content.row().serial() + "\"");
    }

    private DnsName name(String text) {
        return DnsName.of(hostNames.parse(text).ascii());
    }

    private static RecordSet set(ZoneAnswer.Set set) {
        return new RecordSet(
                DnsName.of(set.name()), RecordType.parse(set.type()), set.ttl(), set.values());
    }

    private static void requireOnce(List<RecordSet> sets) {
        for (int i = 0; i < sets.size(); i++) {
            RecordSet set = sets.get(i);
            Optional<RecordSet> twin =
                    sets.subList(0, i).stream()
                            .filter(other -> other.name().equals(set.name()))
                            .filter(other -> other.type() == set.type())
                            .findFirst();
            if (twin.isPresent()) {
                throw new PlatException(
                        ErrorCode.RECORD_INVALID,
                        "A name and type stand there twice.",
                        "field",
                        "records",
                        "value",
                        set.name() + " " + set.type(),
                        "expected",
                        "all values of one name and type together");
            }
        }
    }

    private static long serial(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new PlatException(
                    ErrorCode.REVISION_REQUIRED,
                    "A change names the serial that it was made from.",
                    "expected",
                    "If-Match: \"<serial>\"");
        }
        Matcher matcher = SERIAL.matcher(ifMatch);
        if (!matcher.matches()) {
            throw new PlatException(
                    ErrorCode.BAD_HEADER,
                    "This is not a zone's serial.",
                    "value",
                    ifMatch,
                    "expected",
                    "If-Match: \"<serial>\"");
        }
        return Long.parseLong(matcher.group(1));
    }
}
