package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** RFC 5732: name servers; one below a name of this registry belongs to that name's registrar. */
final class HostCommands {

    private final State state;

    HostCommands(State state) {
        this.state = state;
    }

    Answer check(Request request) {
        return Answer.read(
                Element.of(
                        Space.HOST,
                        "chkData",
                        request.object()
                                .all("name")
                                .map(name -> name.text().toLowerCase(Locale.ROOT))
                                .map(name ->
                                        Element.of(
                                                Space.HOST,
                                                "cd",
                                                text("name", name)
                                                        .with(
                                                                "avail",
                                                                state.hosts.containsKey(name)
                                                                        ? "0"
                                                                        : "1")))
                                .toList()));
    }

    Answer create(Request request) {
        String name = request.subject();
        if (state.hosts.containsKey(name)) {
            throw new Refusal(2302, "in use");
        }
        List<Element> addresses = request.object().all("addr").toList();
        if (State.zone(name).isPresent()) {
            String[] labels = name.split("\\.", -1);
            String domain = labels[labels.length - 2] + "." + labels[labels.length - 1];
            state.own(domain, request.registrar());
            if (addresses.isEmpty()) {
                throw new Refusal(2003, "an address for the zone");
            }
        } else if (!addresses.isEmpty()) {
            throw new Refusal(2306, "no addresses for a host of another zone");
        }
        state.hosts.put(
                name,
                new State.Host(
                        name,
                        state.roid("H"),
                        request.registrar(),
                        request.at(),
                        null,
                        addresses,
                        Set.of()));
        return Answer.done(
                Element.of(
                        Space.HOST, "creData", text("name", name), text("crDate", request.at())));
    }

    Answer info(Request request) {
        State.Host host = host(request.subject());
        List<Element> parts = new ArrayList<>();
        parts.add(text("name", host.name()));
        parts.add(text("roid", host.roid()));
        Set<String> statuses = new TreeSet<>(host.statuses());
        if (linked(host.name())) {
            statuses.add("linked");
        }
        if (statuses.isEmpty()) {
            statuses.add("ok");
        }
        statuses.forEach(s -> parts.add(Element.of(Space.HOST, "status").with("s", s)));
        parts.addAll(host.addresses());
        parts.add(text("clID", host.sponsor()));
        parts.add(text("crID", host.sponsor()));
        parts.add(text("crDate", host.created()));
        if (host.updated() != null) {
            parts.add(text("upID", host.sponsor()));
            parts.add(text("upDate", host.updated()));
        }
        return Answer.read(Element.of(Space.HOST, "infData", parts));
    }

    Answer update(Request request) {
        State.Host host = own(request);
        if (request.object().child("chg").isPresent()) {
            throw new Refusal(2102, "hosts keep their names here");
        }
        List<Element> addresses = new ArrayList<>(host.addresses());
        Set<String> statuses = new TreeSet<>(host.statuses());
        request.object()
                .child("rem")
                .ifPresent(part -> {
                    addresses.removeAll(part.all("addr").toList());
                    part.all("status").forEach(s -> statuses.remove(s.attribute("s", "")));
                });
        request.object()
                .child("add")
                .ifPresent(part -> {
                    addresses.addAll(part.all("addr").toList());
                    part.all("status").forEach(s -> statuses.add(s.attribute("s", "")));
                });
        state.hosts.put(
                host.name(),
                new State.Host(
                        host.name(),
                        host.roid(),
                        host.sponsor(),
                        host.created(),
                        request.at(),
                        addresses,
                        statuses));
        return Answer.done();
    }

    Answer delete(Request request) {
        State.Host host = own(request);
        if (linked(host.name())) {
            throw new Refusal(2305, "domains use it");
        }
        state.hosts.remove(host.name());
        return Answer.done();
    }

    private State.Host own(Request request) {
        State.Host host = host(request.subject());
        if (!host.sponsor().equals(request.registrar())) {
            throw new Refusal(2201, "another registrar's");
        }
        return host;
    }

    private State.Host host(String name) {
        State.Host host = state.hosts.get(name);
        if (host == null) {
            throw new Refusal(2303, "no host " + name);
        }
        return host;
    }

    private boolean linked(String name) {
        return state.domains.values().stream().anyMatch(domain -> domain.servers.contains(name));
    }

    private static Element text(String name, Object text) {
        return Element.text(Space.HOST, name, text);
    }
}
