package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command as the book carries it out.
 *
 * @param registrar who asks
 * @param verb EPP's: create, info, poll …
 * @param object what it is about: the payload's element, or the verb's own for polls
 * @param op the verb's attribute, for poll and transfer
 * @param client the registrar's transaction id
 * @param server ours
 * @param at the virtual time
 * @param scripts which faults of the book's own kind to play
 */
record Request(
        String registrar,
        String verb,
        Element object,
        String op,
        List<Element> extensions,
        @Nullable String client,
        String server,
        Instant at,
        Set<Script> scripts) {

    static Request of(
            String registrar, Element epp, String server, Instant at, Set<Script> scripts) {
        Element command = epp.the("command");
        Element verb = command.children().getFirst();
        return new Request(
                registrar,
                verb.name(),
                verb.children().isEmpty() ? verb : verb.children().getFirst(),
                verb.attribute("op", ""),
                command.child("extension").map(Element::children).orElse(List.of()),
                command.textOf("clTRID").orElse(null),
                server,
                at,
                scripts);
    }

    /** The name or id it is about. */
    String subject() {
        return subjectOf(object);
    }

    static String subjectOf(Element object) {
        return object.textOf("name")
                .or(() -> object.textOf("id"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }

    Optional<Element> extension(String space) {
        return extensions.stream().filter(found -> found.space().equals(space)).findFirst();
    }

    boolean plays(Script script) {
        return scripts.contains(script);
    }
}
