package dev.plat.ops.sandbox.registry.book;

import static dev.plat.ops.sandbox.registry.book.DomainView.text;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** RFC 5731 but for updates and transfers, with the prices of RFC 8748. */
final class DomainCommands {

    private static final Pattern NAME =
            Pattern.compile(
                    "(?!%s\\.)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.(%s)"
                            .formatted(State.OWN, String.join("|", State.ZONES)));

    private final State state;

    DomainCommands(State state) {
        this.state = state;
    }

    Answer check(Request request) {
        List<Element> told = new ArrayList<>();
        List<String> names =
                request.object()
                        .all("name")
                        .map(name -> name.text().toLowerCase(Locale.ROOT))
                        .toList();
        for (String name : names) {
            boolean ours = NAME.matcher(name).matches();
            boolean free = ours && !state.domains.containsKey(name);
            List<Element> parts = new ArrayList<>();
            parts.add(text("name", name).with("avail", free ? "1" : "0"));
            if (!free) {
                parts.add(text("reason", ours ? "In use" : "Not a name of this registry"));
            }
            told.add(Element.of(Space.DOMAIN, "cd", parts));
        }
        Answer answer = Answer.read(Element.of(Space.DOMAIN, "chkData", told));
        Optional<Element> fee = request.extension(Space.FEE);
        return fee.isEmpty() ? answer : answer.extended(List.of(fees(names, fee.get())));
    }

    private Element fees(List<String> names, Element asked) {
        List<Element> told = new ArrayList<>();
        told.add(Element.text(Space.FEE, "currency", State.CURRENCY));
        for (String name : names) {
            List<Element> parts = new ArrayList<>();
            parts.add(Element.text(Space.FEE, "objID", name));
            parts.add(
                    Element.text(
                            Space.FEE,
                            "class",
                            state.premium.contains(name) ? "premium" : "standard"));
            asked.all("command").forEach(command -> parts.add(priced(name, command)));
            told.add(Element.of(Space.FEE, "cd", parts).with("avail", "1"));
        }
        return Element.of(Space.FEE, "chkData", told);
    }

    private Element priced(String name, Element command) {
        String verb = command.attribute("name", "");
        List<Element> parts = new ArrayList<>();
        command.child("period").ifPresent(parts::add);
        parts.add(Element.text(Space.FEE, "fee", state.price(name, verb, years(command))));
        return Element.of(Space.FEE, "command", parts).with("name", verb);
    }

    Answer create(Request request) {
        String name = request.subject();
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(2005, "not a name of this registry");
        }
        if (state.domains.containsKey(name)) {
            throw new Refusal(2302, "in use");
        }
        Element asked = request.object();
        int years = years(asked);
        Set<String> servers = Associations.servers(state, asked.child("ns"));
        List<Domain.Role> roles = Associations.roles(state, asked);
        asked.textOf("registrant").ifPresent(id -> Associations.contact(state, id));
        agreed(request, name, "create", years);

        Domain domain =
                new Domain(
                        name,
                        state.roid("D"),
                        request.registrar(),
                        request.at(),
                        Life.plusYears(request.at(), years),
                        asked.the("authInfo").the("pw").text());
        domain.servers.addAll(servers);
        domain.roles.addAll(roles);
        domain.registrant = asked.textOf("registrant").orElse(null);
        request.extension(Space.DNSSEC)
                .ifPresent(ds -> ds.all("dsData").map(DomainView::ds).forEach(domain.ds::add));
        boolean later = request.plays(Script.PENDING_OK) || request.plays(Script.PENDING_NO);
        if (later) {
            domain.pending =
                    new Domain.Pending(
                            request.at().plus(Domain.PENDING_CREATE),
                            request.plays(Script.PENDING_OK),
                            request.client(),
                            request.server());
        }
        state.keep(domain);
        Element made =
                Element.of(
                        Space.DOMAIN,
                        "creData",
                        text("name", name),
                        text("crDate", domain.created),
                        text("exDate", told(request, domain.expires)));
        Answer answer = later ? Answer.pending(made) : Answer.done(made);
        return answer.extended(charged(request, "creData", state.price(name, "create", years)));
    }

    Answer info(Request request) {
        Domain domain = state.domain(request.subject());
        Optional<String> code = request.object().child("authInfo").flatMap(c -> c.textOf("pw"));
        if (code.isPresent() && !code.get().equals(domain.code)) {
            throw new Refusal(2202, "not this domain's");
        }
        boolean full = code.isPresent() || domain.sponsor.equals(request.registrar());
        return Answer.read(DomainView.info(domain, full))
                .extended(DomainView.extensions(domain, request.at()));
    }

    Answer renew(Request request) {
        Domain domain = state.own(request.subject(), request.registrar());
        if (domain.deleted() || domain.pending != null || domain.transferPending()) {
            throw new Refusal(2304, String.join(" ", domain.toldStatuses()));
        }
        refuse(domain, "clientRenewProhibited");
        LocalDate current = domain.expires.atOffset(ZoneOffset.UTC).toLocalDate();
        if (!request.object().the("curExpDate").text().equals(current.toString())) {
            throw new Refusal(2004, "the current expiry date is another");
        }
        int years = years(request.object());
        Instant longer = Life.plusYears(domain.expires, years);
        if (longer.isAfter(Life.plusYears(request.at(), Domain.YEARS_MAX))) {
            throw new Refusal(2004, "more than " + Domain.YEARS_MAX + " years ahead");
        }
        agreed(request, domain.name, "renew", years);

        domain.expires = longer;
        domain.renewUntil = request.at().plus(Domain.RENEW_GRACE);
        state.keep(domain);
        return Answer.done(
                        Element.of(
                                Space.DOMAIN,
                                "renData",
                                text("name", domain.name),
                                text("exDate", told(request, longer))))
                .extended(charged(request, "renData", state.price(domain.name, "renew", years)));
    }

    Answer delete(Request request) {
        Domain domain = state.own(request.subject(), request.registrar());
        if (domain.deleted() || domain.pending != null || domain.transferPending()) {
            throw new Refusal(2304, String.join(" ", domain.toldStatuses()));
        }
        refuse(domain, "clientDeleteProhibited");
        boolean glueInUse =
                state.domains.values().stream()
                        .filter(other -> !other.name.equals(domain.name))
                        .flatMap(other -> other.servers.stream())
                        .anyMatch(host -> host.endsWith("." + domain.name));
        if (glueInUse) {
            throw new Refusal(2305, "others use its name servers");
        }

        if (request.at().isBefore(domain.addGraceUntil)) {
            state.remove(domain);
            return Answer.done();
        }
        domain.redemptionUntil = request.at().plus(Domain.REDEMPTION);
        state.keep(domain);
        return Answer.pending();
    }

    static void refuse(Domain domain, String status) {
        if (domain.statuses.contains(status)
                || domain.statuses.contains(status.replace("client", "server"))) {
            throw new Refusal(2304, status);
        }
    }

    static int years(Element asked) {
        Optional<Element> period = asked.child("period");
        if (period.isEmpty()) {
            return 1;
        }
        int years = Integer.parseInt(period.get().text());
        if (!period.get().attribute("unit", "y").equals("y") || years > Domain.YEARS_MAX) {
            throw new Refusal(2004, "1 to " + Domain.YEARS_MAX + " years");
        }
        return years;
    }

    /** Who names a price must name the right one; a premium name is sold to nobody who did not. */
    private void agreed(Request request, String name, String command, int years) {
        Optional<Element> fee = request.extension(Space.FEE);
        if (fee.isEmpty()) {
            if (state.premium.contains(name)) {
                throw new Refusal(2003, "a premium name's price");
            }
            return;
        }
        BigDecimal named =
                fee.get()
                        .all("fee")
                        .map(part -> new BigDecimal(part.text()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean currency =
                fee.get().textOf("currency").orElse(State.CURRENCY).equals(State.CURRENCY);
        if (!currency || named.compareTo(state.price(name, command, years)) != 0) {
            throw new Refusal(2004, "the price is " + state.price(name, command, years));
        }
    }

    private static List<Element> charged(Request request, String name, BigDecimal price) {
        if (request.extension(Space.FEE).isEmpty()) {
            return List.of();
        }
        return List.of(
                Element.of(
                        Space.FEE,
                        name,
                        Element.text(Space.FEE, "currency", State.CURRENCY),
                        Element.text(Space.FEE, "fee", price)));
    }

    private static Instant told(Request request, Instant expires) {
        return request.plays(Script.WRONG_EXPIRY) ? Life.plusYears(expires, 1) : expires;
    }
}
