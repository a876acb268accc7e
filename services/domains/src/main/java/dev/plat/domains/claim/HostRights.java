package dev.plat.domains.claim;

import dev.plat.chassis.ProcessSettings;
import dev.plat.domains.certificate.Entitlement;
import dev.plat.domains.renewal.Setups;
import dev.plat.domains.schedule.Setup;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a name's own rows say of its certificate: whether it may have one, and whether a CA that
 * comes to look would be content.
 */
@Singleton
public final class HostRights implements Entitlement, Setups {

    /** With one of these a CA cannot but refuse; others are our customers' matter only. */
    private static final Set<String> IN_THE_WAY =
            Set.of(
                    "name-missing",
                    "name-on-hold",
                    "dnssec-broken",
                    "cname-conflict",
                    "cname-broken",
                    "address-missing",
                    "address-foreign",
                    "ipv6-foreign",
                    "caa-forbids",
                    "port-80-closed",
                    "answer-foreign");

    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final String sitesDomain;
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final FindingSql findings = new FindingSql();

    HostRights(ProcessSettings settings) {
        this.sitesDomain = settings.sitesDomain();
    }

    @Override
    public void check(Tx tx, String name, boolean wildcard) throws SQLException {
        boolean ours = wildcard && name.equals(sitesDomain);
        if (ours || (!wildcard && held(tx, name).isPresent())) {
            return;
        }
        throw new PlatException(
                ErrorCode.NOT_FOUND,
                "Only names that are held, and zones of ours, get certificates.",
                "value",
                name);
    }

    @Override
    public Setup of(Tx tx, String name, boolean visited, Instant now) throws SQLException {
        Host host = held(tx, name).orElse(null);
        Host.Holder holder = host == null ? null : host.holder();
        if (host == null || holder == null) {
            return new Setup(false, "not-held", now.plus(LOOK_AGAIN));
        }
        if (!visited) {
            return Setup.GREEN;
        }
        Instant next =
                claims.byId(tx, holder.claim())
                        .map(Claim::due)
                        .filter(due -> due.isAfter(now))
                        .orElse(now.plus(LOOK_AGAIN));
        Optional<String> wrong =
                findings.list(tx, holder.claim()).stream()
                        .map(FindingSql.Kept::code)
                        .filter(IN_THE_WAY::contains)
                        .findFirst();
        if (wrong.isPresent()) {
            return new Setup(false, wrong.get(), next);
        }
        return host.routing() == Host.Routing.ROUTED
                ? Setup.GREEN
                : new Setup(false, "not-routed", next);
    }

    private Optional<Host> held(Tx tx, String name) throws SQLException {
        return hosts.find(tx, name).filter(host -> host.state() == Host.State.HELD);
    }
}
