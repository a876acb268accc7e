package dev.plat.domains.registrar.epp;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A response as it came.
 *
 * @param code RFC 5730, section 3
 * @param reason the registry's words, cut; they may be shown to operators
 */
record Answer(
        int code,
        String reason,
        Optional<Node> queue,
        Optional<Node> data,
        Optional<Node> extension,
        String client) {

    private static final int REASON_MAX = 200;

    /** RFC 5730's list; another code means that we do not understand the registry. */
    private static final Set<Integer> CODES =
            Set.of(
                    1000, 1001, 1300, 1301, 1500, 2000, 2001, 2002, 2003, 2004, 2005, 2100, 2101,
                    2102, 2103, 2104, 2105, 2106, 2200, 2201, 2202, 2300, 2301, 2302, 2303, 2304,
                    2305, 2306, 2307, 2308, 2400, 2500, 2501, 2502);

    static Answer of(Node epp) throws ProtocolException {
        Node response = epp.the(Vocabulary.EPP, "response");
        Node result = response.the(Vocabulary.EPP, "result");
        return new Answer(
                code(result.attributes().getOrDefault("code", "")),
                reason(result),
                response.first(Vocabulary.EPP, "msgQ"),
                response.first(Vocabulary.EPP, "resData"),
                response.first(Vocabulary.EPP, "extension"),
                response.the(Vocabulary.EPP, "trID").textOf("clTRID").orElse(""));
    }

    private static int code(String text) throws ProtocolException {
        if (!text.matches("[0-9]{4}") || !CODES.contains(Integer.valueOf(text))) {
            throw new ProtocolException("an unknown code");
        }
        return Integer.parseInt(text);
    }

    private static String reason(Node result) {
        List<String> words =
                result.all(Vocabulary.EPP, "extValue").stream()
                        .flatMap(value -> value.textOf("reason").stream())
                        .toList();
        String text = result.textOf("msg").orElse("") + (words.isEmpty() ? "" : ": " + words);
        return text.length() > REASON_MAX ? text.substring(0, REASON_MAX) : text;
    }

    /** The registry has ended the session. */
    boolean last() {
        return code == 1500 || code >= 2500;
    }

    /** Whether it was carried out is not said. */
    boolean undecided() {
        return code == 2400 || code >= 2500;
    }

    boolean done() {
        return code == 1000 || code == 1300 || code == 1301;
    }

    boolean pending() {
        return code == 1001;
    }

    /** What the answer is about. */
    Node datum(String space, String name) throws ProtocolException {
        Node all = data.orElseThrow(() -> new ProtocolException("an answer without data"));
        return all.the(space, name);
    }

    Optional<Node> extended(String space, String name) {
        return extension.flatMap(all -> all.first(space, name));
    }
}
