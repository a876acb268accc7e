package dev.plat.domains.registration;

import dev.plat.domains.dns.copy.Copy;
import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.zone.NameServers;
import dev.plat.schemas.Id;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is special about a name that was with another registrar: its records are copied before
 * anybody is asked for it, and when it has come its old servers are left, with a new code, so that
 * the one that was passed around is worth nothing. Where its zone was signed the signatures are
 * taken off first, and remembered ones given time to be forgotten: our servers do not sign, and a
 * name with a signature over nothing is answered by no resolver that looks. Each of these is
 * harmless when repeated.
 */
final class Arrival {

    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    /** The longest that registries let a DS record be remembered. */
    static final Duration SIGNED = Duration.ofDays(1);

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration HOURLY = Duration.ofHours(1);

    private final Registrar registrar;
    private final NameServers ours;
    private final Records records;
    private final SecureRandom random;

    /** Its zone here. */
    interface Records {

        Copy copy(String name, Id account);

        void drop(String name);
    }

    Arrival(Registrar registrar, NameServers ours, Records records, SecureRandom random) {
        this.registrar = registrar;
        this.ours = ours;
        this.records = records;
        this.random = random;
    }

    /** Its records, once; a name that is answered for by our servers has them here. */
    Registration copied(Registration it, Instant now) {
        Reply<DomainInfo> info = info(it);
        if (info instanceof Reply.Done<DomainInfo>(DomainInfo told) && servedByUs(told)) {
            return it.copied(Registration.Copied.WHOLE).dueAt(now);
        }
        Registration.Copied how =
                switch (records.copy(it.name(), it.account())) {
                    case Copy.Whole _ -> Registration.Copied.WHOLE;
                    case Copy.Known _ -> Registration.Copied.KNOWN;
                    case Copy.Nothing _ -> Registration.Copied.NOTHING;
                };
        return it.copied(how).dueAt(now);
    }

    /** What was copied goes, unless our servers answer for the name as it is. */
    void refused(Registration it) {
        if (info(it) instanceof Reply.Done<DomainInfo>(DomainInfo told) && !servedByUs(told)) {
            records.drop(it.name());
        }
    }

    /** Leads the name to our servers: what is left to wait for, or empty when that is done. */
    Optional<Registration> led(Registration it, Instant now) {
        return switch (info(it)) {
            case Reply.Done<DomainInfo>(DomainInfo told) -> led(it, told, now);
            case Reply.Refused<DomainInfo>(int code, String reason) ->
                    Optional.of(refused(it, code, reason, now));
            case Reply.Pending<DomainInfo> _, Reply.Unknown<DomainInfo> _ ->
                    Optional.of(it.dueAt(now.plus(SOON)));
        };
    }

    private Optional<Registration> led(Registration it, DomainInfo told, Instant now) {
        List<String> add =
                ours.names().stream().filter(to -> !told.servers().contains(to)).toList();
        List<String> drop =
                told.servers().stream().filter(from -> !ours.names().contains(from)).toList();
        if (add.isEmpty() && drop.isEmpty()) {
            return Optional.empty();
        }
        if (!told.ds().isEmpty()) {
            Change unsigned = Change.of(it.name()).ds(List.of(), told.ds());
            return Optional.of(
                    settled(it, unsigned, "unsign", now)
                            .orElseGet(() -> {
                                Instant forgotten = now.plus(SIGNED);
                                return it.signed(forgotten).dueAt(forgotten);
                            }));
        }
        Instant signed = it.signed();
        if (signed != null && now.isBefore(signed)) {
            return Optional.of(it.dueAt(signed));
        }
        Change leads = Change.of(it.name()).servers(add, drop).code(Secret.random(random));
        return settled(it, leads, "lead", now);
    }

    /** Empty when it is done. */
    private Optional<Registration> settled(
            Registration it, Change change, String step, Instant now) {
        return switch (registrar.update(change, step(it, step))) {
            case Reply.Done<?> _, Reply.Pending<?> _ -> Optional.empty();
            case Reply.Unknown<?> _ -> Optional.of(it.dueAt(now.plus(SOON)));
            case Reply.Refused<?>(int code, String reason) ->
                    Optional.of(refused(it, code, reason, now));
        };
    }

    private static Registration refused(Registration it, int code, String reason, Instant now) {
        LOG.error("name={} cannot be led to our servers: {} {}", it.name(), code, reason);
        return it.placed("registry-refuses").dueAt(now.plus(HOURLY));
    }

    private boolean servedByUs(DomainInfo told) {
        return !told.servers().isEmpty() && Set.copyOf(ours.names()).containsAll(told.servers());
    }

    private Reply<DomainInfo> info(Registration it) {
        return registrar.info(it.name(), Optional.empty(), step(it, "info"));
    }

    private static Step step(Registration it, String name) {
        return new Step(it.id().toString(), name, 1);
    }
}
