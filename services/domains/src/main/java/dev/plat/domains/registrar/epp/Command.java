package dev.plat.domains.registrar.epp;

import dev.plat.domains.registrar.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * One command before it is sent.
 *
 * @param verb EPP's
 * @param attributes the verb's own
 * @param object what stands in the verb, if anything
 * @param extensions what stands beside it, by name space
 */
record Command(
        String verb,
        Map<String, String> attributes,
        FrameWriter.Part object,
        List<Extension> extensions,
        String transaction) {

    /** Needed: without the registry's understanding it the command would mean something else. */
    record Extension(String space, boolean needed, FrameWriter.Part part) {}

    Command {
        attributes = Map.copyOf(attributes);
        extensions = List.copyOf(extensions);
    }

    static Command of(String verb, FrameWriter.Part object, Step step) {
        return new Command(verb, Map.of(), object, List.of(), step.text());
    }

    Command with(Map<String, String> more) {
        return new Command(verb, more, object, extensions, transaction);
    }

    Command with(List<Extension> more) {
        return new Command(verb, attributes, object, more, transaction);
    }

    /** Empty when every extension that is needed is spoken. */
    List<String> missing(Set<String> spoken) {
        return extensions.stream()
                .filter(extension -> extension.needed() && !spoken.contains(extension.space()))
                .map(Extension::space)
                .toList();
    }

    byte[] frame(Set<String> spoken) {
        List<Extension> sent = extensions.stream().filter(e -> spoken.contains(e.space())).toList();
        return FrameWriter.frame(writer ->
                writer.element(
                        Vocabulary.EPP,
                        "command",
                        () -> {
                            writer.element(
                                    Vocabulary.EPP, verb, attributes, () -> object.write(writer));
                            if (!sent.isEmpty()) {
                                writer.element(
                                        Vocabulary.EPP, "extension", () -> write(sent, writer));
                            }
                            writer.text(Vocabulary.EPP, "clTRID", transaction);
                        }));
    }

    private static void write(List<Extension> sent, FrameWriter writer) throws XMLStreamException {
        for (Extension extension : sent) {
            extension.part().write(writer);
        }
    }
}
