package dev.plat.domains.registrar.epp;

import static dev.plat.domains.registrar.epp.Vocabulary.CONTACT;
import static dev.plat.domains.registrar.epp.Vocabulary.HOST;

import dev.plat.domains.registrar.Contact;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** The commands about contacts (RFC 5733), hosts (RFC 5732) and the queue. */
final class ObjectFrames {

    private ObjectFrames() {}

    static Command poll(Step step) {
        return Command.of("poll", _ -> {}, step).with(Map.of("op", "req"));
    }

    static Command acknowledge(String message, Step step) {
        return Command.of("poll", _ -> {}, step).with(Map.of("op", "ack", "msgID", message));
    }

    static Command host(String name, List<String> addresses, Step step) {
        return Command.of(
                "create",
                to ->
                        to.object(
                                HOST,
                                "create",
                                () -> {
                                    to.text(HOST, "name", name);
                                    for (String address : addresses) {
                                        String kind = address.contains(":") ? "v6" : "v4";
                                        to.text(HOST, "addr", Map.of("ip", kind), address);
                                    }
                                }),
                step);
    }

    static Command contact(Contact contact, Secret code, Step step) {
        return Command.of(
                "create", to -> to.object(CONTACT, "create", () -> card(to, contact, code)), step);
    }

    private static void card(FrameWriter to, Contact contact, Secret code)
            throws XMLStreamException {
        to.text(CONTACT, "id", contact.id());
        to.element(
                CONTACT,
                "postalInfo",
                Map.of("type", "loc"),
                () -> {
                    to.text(CONTACT, "name", contact.name());
                    text(to, "org", contact.organisation());
                    to.element(CONTACT, "addr", () -> address(to, contact));
                });
        text(to, "voice", contact.voice());
        to.text(CONTACT, "email", contact.email());
        to.element(CONTACT, "authInfo", () -> to.text(CONTACT, "pw", code.value()));
        to.element(CONTACT, "disclose", Map.of("flag", "0"), () -> hidden(to));
    }

    /** Nothing of a person is told to the public. */
    private static void hidden(FrameWriter to) throws XMLStreamException {
        for (String part : List.of("name", "org", "addr")) {
            to.empty(CONTACT, part, Map.of("type", "loc"));
        }
        for (String part : List.of("voice", "fax", "email")) {
            to.empty(CONTACT, part, Map.of());
        }
    }

    private static void address(FrameWriter to, Contact contact) throws XMLStreamException {
        to.texts(CONTACT, "street", contact.streets());
        to.text(CONTACT, "city", contact.city());
        text(to, "sp", contact.province());
        text(to, "pc", contact.postcode());
        to.text(CONTACT, "cc", contact.country());
    }

    private static void text(FrameWriter to, String name, Optional<String> text)
            throws XMLStreamException {
        if (text.isPresent()) {
            to.text(CONTACT, name, text.get());
        }
    }
}
