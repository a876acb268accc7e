package dev.plat.ops.sandbox.registry;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names that were registered before anybody came, as a platform has its own domain before it sells
 * others: by the very commands a registrar would send, so the journal tells of them like of any
 * other. What is there already stays.
 */
final class Delegated {

    private static final int SECRET_BYTES = 16;

    private Delegated() {}

    static void register(Book book, String registrar, Map<String, List<String>> names) {
        names.forEach((name, addresses) -> {
            if (book.card(name).isEmpty()) {
                register(book, registrar, name, addresses);
            }
        });
    }

    private static void register(Book book, String registrar, String name, List<String> addresses) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        say(
                book,
                registrar,
                Element.of(
                        Space.DOMAIN,
                        "create",
                        domain("name", name),
                        domain("period", "10").with("unit", "y"),
                        Element.of(
                                Space.DOMAIN,
                                "authInfo",
                                domain("pw", HexFormat.of().formatHex(secret)))));
        List<Element> hosts = new ArrayList<>();
        for (String address : addresses) {
            String host = "ns" + (hosts.size() + 1) + "." + name;
            say(
                    book,
                    registrar,
                    Element.of(
                            Space.HOST,
                            "create",
                            Element.text(Space.HOST, "name", host),
                            Element.text(Space.HOST, "addr", address)
                                    .with("ip", address.contains(":") ? "v6" : "v4")));
            hosts.add(domain("hostObj", host));
        }
        say(
                book,
                registrar,
                Element.of(
                        Space.DOMAIN,
                        "update",
                        domain("name", name),
                        Element.of(Space.DOMAIN, "add", Element.of(Space.DOMAIN, "ns", hosts))));
    }

    private static Element domain(String name, Object text) {
        return Element.text(Space.DOMAIN, name, text);
    }

    private static void say(Book book, String registrar, Element object) {
        Element command =
                Element.of(Space.EPP, "command", Element.of(Space.EPP, object.name(), object));
        Element answer = book.answer(registrar, Element.of(Space.EPP, "epp", command), Set.of());
        String code = answer.the("response").the("result").attribute("code", "");
        if (!code.startsWith("1")) {
            throw new IllegalStateException(object.name() + " is refused with " + code);
        }
    }
}
