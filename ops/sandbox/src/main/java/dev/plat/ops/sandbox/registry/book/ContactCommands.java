package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** RFC 5733 without transfers: contacts stay with their registrar. */
final class ContactCommands {

    private static final List<String> CARD =
            List.of("postalInfo", "voice", "fax", "email", "authInfo", "disclose");

    private final State state;

    ContactCommands(State state) {
        this.state = state;
    }

    Answer check(Request request) {
        return Answer.read(
                Element.of(
                        Space.CONTACT,
                        "chkData",
                        request.object()
                                .all("id")
                                .map(id ->
                                        Element.of(
                                                Space.CONTACT,
                                                "cd",
                                                text("id", id.text())
                                                        .with("avail", free(id.text()))))
                                .toList()));
    }

    private String free(String id) {
        return state.contacts.containsKey(id) ? "0" : "1";
    }

    Answer create(Request request) {
        String id = request.object().the("id").text();
        if (state.contacts.containsKey(id)) {
            throw new Refusal(2302, "in use");
        }
        state.contacts.put(
                id,
                new State.Contact(
                        id,
                        state.roid("C"),
                        request.registrar(),
                        request.at(),
                        null,
                        card(request.object()),
                        Set.of()));
        return Answer.done(
                Element.of(Space.CONTACT, "creData", text("id", id), text("crDate", request.at())));
    }

    Answer info(Request request) {
        State.Contact contact = own(request);
        List<Element> parts = new ArrayList<>();
        parts.add(text("id", contact.id()));
        parts.add(text("roid", contact.roid()));
        Set<String> statuses = new TreeSet<>(contact.statuses());
        if (linked(contact.id())) {
            statuses.add("linked");
        }
        if (statuses.isEmpty()) {
            statuses.add("ok");
        }
        statuses.forEach(s -> parts.add(Element.of(Space.CONTACT, "status").with("s", s)));
        parts.addAll(
                contact.card().stream()
                        .filter(part -> !Set.of("authInfo", "disclose").contains(part.name()))
                        .toList());
        parts.add(text("clID", contact.sponsor()));
        parts.add(text("crID", contact.sponsor()));
        parts.add(text("crDate", contact.created()));
        if (contact.updated() != null) {
            parts.add(text("upID", contact.sponsor()));
            parts.add(text("upDate", contact.updated()));
        }
        parts.addAll(
                contact.card().stream().filter(part -> part.name().equals("disclose")).toList());
        return Answer.read(Element.of(Space.CONTACT, "infData", parts));
    }

    Answer update(Request request) {
        State.Contact contact = own(request);
        List<Element> card = new ArrayList<>(contact.card());
        Optional<Element> change = request.object().child("chg");
        for (Element part : change.map(Element::children).orElse(List.of())) {
            card.removeIf(old -> replaces(part, old));
            card.add(part);
        }
        card.sort((a, b) -> Integer.compare(CARD.indexOf(a.name()), CARD.indexOf(b.name())));
        Set<String> statuses = new TreeSet<>(contact.statuses());
        request.object().child("rem").ifPresent(part -> statuses.removeAll(statuses(part)));
        request.object().child("add").ifPresent(part -> statuses.addAll(statuses(part)));
        state.contacts.put(
                contact.id(),
                new State.Contact(
                        contact.id(),
                        contact.roid(),
                        contact.sponsor(),
                        contact.created(),
                        request.at(),
                        card,
                        statuses));
        return Answer.done();
    }

    Answer delete(Request request) {
        State.Contact contact = own(request);
        if (linked(contact.id())) {
            throw new Refusal(2305, "domains use it");
        }
        state.contacts.remove(contact.id());
        return Answer.done();
    }

    private State.Contact own(Request request) {
        String id = request.object().the("id").text();
        State.Contact contact = state.contacts.get(id);
        if (contact == null) {
            throw new Refusal(2303, "no contact " + id);
        }
        if (!contact.sponsor().equals(request.registrar())) {
            throw new Refusal(2201, "another registrar's");
        }
        return contact;
    }

    private boolean linked(String id) {
        return state.domains.values().stream()
                .anyMatch(domain ->
                        id.equals(domain.registrant)
                                || domain.roles.stream()
                                        .anyMatch(role -> role.contact().equals(id)));
    }

    private static boolean replaces(Element part, Element old) {
        return old.name().equals(part.name())
                && old.attribute("type", "").equals(part.attribute("type", ""));
    }

    private static List<Element> card(Element asked) {
        return asked.children().stream().filter(part -> CARD.contains(part.name())).toList();
    }

    private static List<String> statuses(Element part) {
        return part.all("status").map(status -> status.attribute("s", "")).toList();
    }

    private static Element text(String name, Object text) {
        return Element.text(Space.CONTACT, name, text);
    }
}
