package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** RFC 5731's update, with DS data (RFC 5910) and restore (RFC 3915). */
final class DomainUpdates {

    private static final Set<String> CLIENTS =
            Set.of(
                    "clientHold",
                    "clientDeleteProhibited",
                    "clientRenewProhibited",
                    "clientTransferProhibited",
                    "clientUpdateProhibited");

    private final State state;

    DomainUpdates(State state) {
        this.state = state;
    }

    Answer update(Request request) {
        Domain domain = state.own(request.subject(), request.registrar());
        Optional<Element> restore =
                request.extension(Space.GRACE).flatMap(grace -> grace.child("restore"));
        if (restore.isPresent()) {
            return restore(request, domain, restore.get());
        }
        if (domain.deleted() || domain.pending != null || domain.transferPending()) {
            throw new Refusal(2304, String.join(" ", domain.toldStatuses()));
        }
        Element asked = request.object();
        Set<String> add = statuses(asked.child("add"));
        Set<String> remove = statuses(asked.child("rem"));
        if (!remove.contains("clientUpdateProhibited")) {
            DomainCommands.refuse(domain, "clientUpdateProhibited");
        }
        Set<String> servers = new HashSet<>(domain.servers);
        servers.removeAll(servers(asked.child("rem")));
        servers.addAll(servers(asked.child("add")));
        List<Domain.Role> roles = new ArrayList<>(domain.roles);
        asked.child("rem").ifPresent(part -> roles.removeAll(Associations.roles(state, part)));
        asked.child("add").ifPresent(part -> roles.addAll(Associations.roles(state, part)));
        Optional<Element> change = asked.child("chg");
        Optional<String> registrant = change.flatMap(chg -> chg.textOf("registrant"));
        registrant.ifPresent(id -> Associations.contact(state, id));
        List<Domain.Ds> ds = signed(domain, request.extension(Space.DNSSEC));

        domain.statuses.removeAll(remove);
        domain.statuses.addAll(add);
        domain.servers.clear();
        domain.servers.addAll(servers);
        domain.roles = roles;
        domain.ds = ds;
        registrant.ifPresent(id -> domain.registrant = id);
        change.flatMap(chg -> chg.child("authInfo"))
                .ifPresent(code -> domain.code = code.the("pw").text());
        changed(request, domain);
        return Answer.done();
    }

    private void changed(Request request, Domain domain) {
        domain.updated = request.at();
        domain.updater = request.registrar();
        state.keep(domain);
    }

    private Set<String> servers(Optional<Element> part) {
        return Associations.servers(state, part.flatMap(found -> found.child("ns")));
    }

    private static Set<String> statuses(Optional<Element> part) {
        Set<String> statuses =
                part.stream()
                        .flatMap(found -> found.all("status"))
                        .map(status -> status.attribute("s", ""))
                        .collect(Collectors.toSet());
        if (!CLIENTS.containsAll(statuses)) {
            throw new Refusal(2306, "a registrar sets " + CLIENTS);
        }
        return statuses;
    }

    private static List<Domain.Ds> signed(Domain domain, Optional<Element> asked) {
        List<Domain.Ds> ds = new ArrayList<>(domain.ds);
        Optional<Element> remove = asked.flatMap(found -> found.child("rem"));
        if (remove.flatMap(part -> part.textOf("all")).filter(DomainUpdates::isTrue).isPresent()) {
            ds.clear();
        }
        remove.stream().flatMap(part -> part.all("dsData")).map(DomainView::ds).forEach(ds::remove);
        asked.flatMap(found -> found.child("add")).stream()
                .flatMap(part -> part.all("dsData"))
                .map(DomainView::ds)
                .filter(record -> !ds.contains(record))
                .forEach(ds::add);
        return ds;
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.equals("true");
    }

    /** First the request, which stops the deletion, then the report, which ends the matter. */
    private Answer restore(Request request, Domain domain, Element restore) {
        if (restore.attribute("op", "").equals("request")) {
            if (domain.redemptionUntil == null || domain.reportUntil != null) {
                throw new Refusal(2304, "not in its redemption period");
            }
            domain.reportUntil = request.at().plus(Domain.RESTORE_REPORT);
            changed(request, domain);
            return Answer.done()
                    .extended(List.of(DomainView.grace("upData", Set.of("pendingRestore"))));
        }
        if (domain.reportUntil == null) {
            throw new Refusal(2304, "no restore was asked for");
        }
        if (restore.child("report").isEmpty()) {
            throw new Refusal(2003, "the report");
        }
        domain.reportUntil = null;
        domain.redemptionUntil = null;
        Instant now = request.at();
        while (!domain.expires.isAfter(now)) {
            domain.expires = Life.plusYears(domain.expires, 1);
        }
        changed(request, domain);
        return Answer.done();
    }
}
