package dev.plat.ops.sandbox.registry;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Card;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** RFC 9082's look-up of a domain, told as RFC 9083 says, statuses by RFC 8056. */
final class RdapPages implements JsonPort.Pages {

    private static final List<String> CONFORMANCE = List.of("rdap_level_0");
    private static final String DOMAIN = "/domain/";

    private final Book book;

    RdapPages(Book book) {
        this.book = book;
    }

    @Override
    public JsonPort.Reply answer(JsonPort.Question question) {
        if (!question.method().equals("GET") && !question.method().equals("HEAD")) {
            return problem(405, "Only GET and HEAD");
        }
        if (question.path().equals("/help")) {
            return new JsonPort.Reply(200, Map.of("rdapConformance", CONFORMANCE));
        }
        if (!question.path().startsWith(DOMAIN)) {
            return problem(404, "Not here");
        }
        String name = question.path().substring(DOMAIN.length()).toLowerCase(Locale.ROOT);
        return book.card(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                .map(card -> new JsonPort.Reply(200, told(card)))
                .orElseGet(() -> problem(404, "Not registered"));
    }

    private static JsonPort.Reply problem(int status, String title) {
        return new JsonPort.Reply(
                status,
                Map.of("rdapConformance", CONFORMANCE, "errorCode", status, "title", title));
    }

    private static Map<String, Object> told(Card card) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rdapConformance", CONFORMANCE);
        told.put("objectClassName", "domain");
        told.put("handle", card.handle());
        told.put("ldhName", card.name());
        told.put("status", statuses(card));
        List<Map<String, Object>> events = new ArrayList<>();
        events.add(event("registration", card.created()));
        events.add(event("expiration", card.expires()));
        card.updated().ifPresent(at -> events.add(event("last changed", at)));
        told.put("events", events);
        told.put(
                "entities",
                List.of(
                        Map.of(
                                "objectClassName",
                                "entity",
                                "handle",
                                card.registrar(),
                                "roles",
                                List.of("registrar"))));
        told.put(
                "nameservers",
                new TreeSet<>(card.servers())
                        .stream()
                                .map(host ->
                                        Map.of("objectClassName", "nameserver", "ldhName", host))
                                .toList());
        told.put("secureDNS", secureDns(card.ds()));
        return told;
    }

    private static Map<String, Object> event(String action, Object at) {
        return Map.of("eventAction", action, "eventDate", at.toString());
    }

    private static Map<String, Object> secureDns(List<String> ds) {
        List<Map<String, Object>> data =
                ds.stream()
                        .map(record -> record.split(" "))
                        .map(part ->
                                Map.<String, Object>of(
                                        "keyTag",
                                        Integer.valueOf(part[0]),
                                        "algorithm",
                                        Integer.valueOf(part[1]),
                                        "digestType",
                                        Integer.valueOf(part[2]),
                                        "digest",
                                        part[3]))
                        .toList();
        return data.isEmpty()
                ? Map.of("delegationSigned", false)
                : Map.of("delegationSigned", true, "dsData", data);
    }

    /** EPP's words with blanks between them; "ok" is "active". */
    private static List<String> statuses(Card card) {
        TreeSet<String> told = new TreeSet<>();
        for (String status : card.statuses()) {
            told.add(status.equals("ok") ? "active" : blanks(status));
        }
        card.grace().forEach(status -> told.add(blanks(status)));
        return List.copyOf(told);
    }

    private static String blanks(String status) {
        return status.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
