package dev.plat.hosting.hosts;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles reservations that nobody confirmed in time, by asking whether the site was written:
 * confirms or frees. When the directory cannot tell, the name stays held.
 *
 * <p>Threads: safe; blocking; several nodes may sweep at once.
 */
public final class ReservationSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(ReservationSweeper.class);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(10);
    private static final int AT_ONCE_MAX = 100;

    private final Router router;
    private final HostNames hosts;
    private final HostRules rules;
    private final HostNameSql names = new HostNameSql();
    private final SiteDirectory directory;

    public ReservationSweeper(
            Router router, HostNames hosts, HostRules rules, SiteDirectory directory) {
        this.router = router;
        this.hosts = hosts;
        this.rules = rules;
        this.directory = directory;
    }

    /** One round; what fails is left for the next. */
    public void sweep() {
        Collection<List<HostNameSql.Expired>> parts =
                router.scatter(Deadline.in(SCATTER_TIME), tx -> names.expired(tx, AT_ONCE_MAX))
                        .parts();
        parts.stream().flatMap(List::stream).forEach(this::settle);
    }

    private void settle(HostNameSql.Expired expired) {
        try {
            Id site = expired.site();
            Optional<SiteDirectory.Known> known = directory.find(site);
            if (known.isPresent() && rules.host(known.get().slug()).equals(expired.host())) {
                hosts.confirm(expired.host(), site, known.get().owner());
                return;
            }
            Name name = rules.name(expired.host());
            router.write(
                    name,
                    tx -> {
                        names.free(tx, name, site);
                        return true;
                    });
            LOG.info("{} is free again: its site was never written", expired.host());
        } catch (PlatException e) {
            LOG.warn("{} stays reserved for now: {}", expired.host(), e.getMessage());
        }
    }
}
