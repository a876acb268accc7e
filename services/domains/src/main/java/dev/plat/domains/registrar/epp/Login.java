package dev.plat.domains.registrar.epp;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;

/** The first command of a session. */
final class Login {

    private Login() {}

    static void write(
            FrameWriter writer, EppSettings settings, Set<String> objects, Set<String> extensions)
            throws XMLStreamException {
        writer.element(
                Vocabulary.EPP,
                "command",
                () -> {
                    writer.element(
                            Vocabulary.EPP,
                            "login",
                            () -> {
                                writer.text(Vocabulary.EPP, "clID", settings.registrar());
                                writer.text(Vocabulary.EPP, "pw", settings.password());
                                writer.element(
                                        Vocabulary.EPP,
                                        "options",
                                        () -> {
                                            writer.text(Vocabulary.EPP, "version", "1.0");
                                            writer.text(Vocabulary.EPP, "lang", "en");
                                        });
                                services(writer, objects, extensions);
                            });
                    writer.text(Vocabulary.EPP, "clTRID", "login");
                });
    }

    private static void services(FrameWriter writer, Set<String> objects, Set<String> extensions)
            throws XMLStreamException {
        writer.element(
                Vocabulary.EPP,
                "svcs",
                () -> {
                    writer.texts(Vocabulary.EPP, "objURI", List.copyOf(new TreeSet<>(objects)));
                    if (!extensions.isEmpty()) {
                        writer.element(
                                Vocabulary.EPP,
                                "svcExtension",
                                () ->
                                        writer.texts(
                                                Vocabulary.EPP,
                                                "extURI",
                                                List.copyOf(new TreeSet<>(extensions))));
                    }
                });
    }
}
