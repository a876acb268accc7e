package dev.plat.domains.claim;

import dev.plat.domains.check.DnsLine;
import dev.plat.domains.check.ProofRecord;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.renewal.CertificateView;
import dev.plat.domains.renewal.CertificateViews;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account may know of a name it has asked for: what it has to set, what was found, and when
 * it is looked at again. Never who else has asked, or holds it.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class NameViews {

    private final Router router;
    private final HostNames hostNames;
    private final Proofs proofs;
    private final Ownership ownership;
    private final EdgePlace edge;
    private final Contest.Delays delays;
    private final CertificateViews certificates;
    private final SecurePort port;
    private final Entropy entropy;
    private final AccountClaimSql accounts = new AccountClaimSql();
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final FindingSql findings = new FindingSql();
    private final BindingSql bindings = new BindingSql();

    /**
     * A record to set.
     *
     * @param why {@code proof} or {@code address}
     */
    record Wanted(DnsLine line, String why) {}

    /**
     * One name of a site.
     *
     * @param contest how it stands with another account that has proven the name too, where that is
     *     so; {@code told} is when the holder of the name was told
     * @param held whether this account has the name
     * @param link where it is live: it leads here, and every node serves its certificate
     */
    record View(
            HostName name,
            Id site,
            NameStatus status,
            @Nullable String redirectTo,
            List<Wanted> records,
            List<FindingSql.Kept> findings,
            @Nullable Instant nextCheck,
            @Nullable Contest contest,
            @Nullable Instant decidesAt,
            boolean held,
            CertificateView certificate,
            @Nullable String link) {}

    private record Rows(
            Claim claim,
            @Nullable Host host,
            List<FindingSql.Kept> findings,
            Contest contest,
            CertificateView certificate) {}

    NameViews(
            Router router,
            HostNames hostNames,
            Proofs proofs,
            Ownership ownership,
            EdgePlace edge,
            Contest.Delays delays,
            CertificateViews certificates,
            SecurePort port,
            Entropy entropy) {
        this.router = router;
        this.hostNames = hostNames;
        this.proofs = proofs;
        this.ownership = ownership;
        this.edge = edge;
        this.delays = delays;
        this.certificates = certificates;
        this.port = port;
        this.entropy = entropy;
    }

    /** A name that the account has asked for; empty when it has not. */
    Optional<View> of(Id account, HostName name) {
        return rows(account, name.ascii()).map(rows -> view(name, rows));
    }

    /** All names of a site, the oldest first. */
    List<View> ofSite(Id site) {
        List<View> views = new ArrayList<>();
        for (Binding binding : router.read(site, tx -> bindings.live(tx, site))) {
            rows(binding.account(), binding.name())
                    .filter(rows -> rows.claim.id().equals(binding.claim()))
                    .map(rows -> view(hostNames.stored(binding.name()), rows))
                    .ifPresent(views::add);
        }
        return views;
    }

    private Optional<Rows> rows(Id account, String name) {
        return router.read(ClaimStore.key(name), tx -> rows(tx, account, name));
    }

    private Optional<Rows> rows(Tx tx, Id account, String name) throws SQLException {
        Optional<Claim> claim = claims.find(tx, name, account).filter(Claim::live);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        Host host = hosts.find(tx, name).orElse(null);
        boolean holder = host != null && host.holds(claim.get().id());
        Id mine = claim.get().id();
        Contest contest =
                holder
                        ? claims.contestWith(tx, name, mine).orElse(Contest.NONE)
                        : claim.get().contest();
        return Optional.of(
                new Rows(
                        claim.get(),
                        holder ? host : null,
                        findings.list(tx, mine),
                        contest,
                        holder ? certificates.of(tx, name) : CertificateView.UNHELD));
    }

    private View view(HostName name, Rows rows) {
        Claim claim = rows.claim;
        Instant now = entropy.now();
        Contest contest = rows.contest.equals(Contest.NONE) ? null : rows.contest;
        NameStatus status = NameStatus.of(claim, rows.host, now);
        boolean live =
                status == NameStatus.ROUTED
                        && rows.certificate.status() == CertificateView.Status.DEPLOYED;
        return new View(
                name,
                claim.site(),
                status,
                claim.redirectTo(),
                records(name, claim, now),
                rows.findings,
                claim.due(),
                contest,
                contest == null ? null : contest.decidesAt(delays),
                rows.host != null,
                rows.certificate,
                live ? port.link(name.ascii()) : null);
    }

    /** The proof goes on being asked for: only while it stands nobody else can prove more. */
    private List<Wanted> records(HostName name, Claim claim, Instant now) {
        if (ownership.has(claim.account(), name.registeredDomain())) {
            return List.of(); // We set them ourselves.
        }
        List<ProofRecord> any = proofs.of(claim, tree(name, claim.account()), now);
        ProofRecord asked = any.getLast();
        boolean covers =
                name.isRegisteredDomain()
                        && router
                                .read(claim.account(), tx -> accounts.allOpen(tx, claim.account()))
                                .stream()
                                .anyMatch(other -> other.name().endsWith("." + name.ascii()));
        String value = covers ? asked.value() + Proofs.TREE : asked.value();
        List<Wanted> records = new ArrayList<>();
        records.add(new Wanted(new DnsLine(asked.host(), "TXT", value), "proof"));
        edge.records(name).forEach(line -> records.add(new Wanted(line, "address")));
        return records;
    }

    private @Nullable Claim tree(HostName name, Id account) {
        if (name.isRegisteredDomain()) {
            return null;
        }
        String domain = Objects.requireNonNull(name.registeredDomain());
        return router.read(ClaimStore.key(domain), tx -> claims.find(tx, domain, account))
                .filter(Claim::live)
                .orElse(null);
    }
}
