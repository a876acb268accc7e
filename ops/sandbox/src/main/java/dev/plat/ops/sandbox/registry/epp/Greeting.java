package dev.plat.ops.sandbox.registry.epp;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the registry says first, and to each hello. */
final class Greeting {

    static final List<String> OBJECTS = List.of(Space.DOMAIN, Space.CONTACT, Space.HOST);
    static final List<String> EXTENSIONS = List.of(Space.GRACE, Space.DNSSEC, Space.FEE);

    private Greeting() {}

    static Element frame(Instant now, boolean extensions) {
        List<Element> menu = new ArrayList<>();
        menu.add(text("version", "1.0"));
        menu.add(text("lang", "en"));
        OBJECTS.forEach(uri -> menu.add(text("objURI", uri)));
        if (extensions) {
            menu.add(of("svcExtension", EXTENSIONS.stream().map(u -> text("extURI", u)).toList()));
        }
        Element statement =
                of(
                        "statement",
                        List.of(
                                of("purpose", List.of(of("prov", List.of()))),
                                of("recipient", List.of(of("ours", List.of()))),
                                of("retention", List.of(of("stated", List.of())))));
        return of(
                "epp",
                List.of(
                        of(
                                "greeting",
                                List.of(
                                        text("svID", "Plat sandbox registry"),
                                        text("svDate", now),
                                        of("svcMenu", menu),
                                        of(
                                                "dcp",
                                                List.of(
                                                        of(
                                                                "access",
                                                                List.of(of("personal", List.of()))),
                                                        statement))))));
    }

    private static Element of(String name, List<Element> children) {
        return Element.of(Space.EPP, name, children);
    }

    private static Element text(String name, Object text) {
        return Element.text(Space.EPP, name, text);
    }
}
