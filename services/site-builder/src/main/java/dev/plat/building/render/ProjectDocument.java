package dev.plat.building.render;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page as the editor keeps it: GrapesJS's wrapper component and its CSS rules, in Plat's
 * envelope {@code {schema, grapes, kind, body: {component, styles}}}. Parsing checks size, depth,
 * number of components and the shape; it does not clean, see {@link Cleaner}. Immutable by
 * agreement: nobody changes the maps after parsing.
 */
public record ProjectDocument(
        int schema,
        String grapes,
        String kind,
        Map<String, Object> component,
        List<Object> styles) {

    /** Large enough for 5,000 components with their rules, small enough to hold in memory often. */
    public static final int BYTES_MAX = 2 * 1024 * 1024;

    /** Levels of components, the wrapper being the first. */
    public static final int DEPTH_MAX = 64;

    public static final int COMPONENTS_MAX = 5_000;

    static final int SCHEMA = 1;
    static final String KIND = "page";

    /**
     * Reads a document as the browser sends it.
     *
     * @throws PlatException json-malformed with {@code offset}; document-too-large with {@code
     *     which} and {@code limit}; field-invalid with {@code pointer}, {@code value} and {@code
     *     expected}
     */
    public static ProjectDocument parse(byte[] text) {
        if (text.length > BYTES_MAX) {
            throw tooLarge("bytes", text.length, BYTES_MAX);
        }
        Map<String, Object> envelope = object(Json.parse(text), "");
        knownFields(envelope, "", List.of("schema", "grapes", "kind", "body"));
        if (!Long.valueOf(SCHEMA).equals(envelope.get("schema"))) {
            throw invalid("/schema", envelope.get("schema"), "1");
        }
        String grapes = text(envelope.get("grapes"), "/grapes", "a version such as 0.23.6");
        if (!grapes.matches("\\d{1,3}\\.\\d{1,4}\\.\\d{1,4}")) {
            throw invalid("/grapes", grapes, "a version such as 0.23.6");
        }
        if (!KIND.equals(envelope.get("kind"))) {
            throw invalid("/kind", envelope.get("kind"), KIND);
        }
        Map<String, Object> body = object(envelope.get("body"), "/body");
        knownFields(body, "/body", List.of("component", "styles"));
        Map<String, Object> component = object(body.get("component"), "/body/component");
        List<Object> styles = list(body.getOrDefault("styles", List.of()), "/body/styles");
        new Census().count(component, "/body/component", 1);
        return new ProjectDocument(SCHEMA, grapes, KIND, component, styles);
    }

    /** The canonical text; equal documents have equal bytes. */
    public byte[] toBytes() {
        return CanonicalJson.write(toMap());
    }

    /** The envelope as maps and lists, for an answer that carries the document in a field. */
    public Map<String, Object> toMap() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("component", component);
        body.put("styles", styles);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("schema", (long) schema);
        envelope.put("grapes", grapes);
        envelope.put("kind", kind);
        envelope.put("body", body);
        return envelope;
    }

    private static void knownFields(Map<String, Object> map, String at, List<String> known) {
        for (String name : map.keySet()) {
            if (!known.contains(name)) {
                throw invalid(Pointer.of(at, name), name, "one of " + String.join(", ", known));
            }
        }
    }

    @SuppressWarnings("unchecked") // Json builds only maps with text keys.
    private static Map<String, Object> object(@Nullable Object value, String at) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw invalid(at, value, "an object");
    }

    @SuppressWarnings("unchecked") // Json builds only lists of objects.
    private static List<Object> list(Object value, String at) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw invalid(at, value, "an array");
    }

    private static String text(@Nullable Object value, String at, String expected) {
        if (value instanceof String text) {
            return text;
        }
        throw invalid(at, value, expected);
    }

    private static PlatException invalid(String pointer, @Nullable Object value, String expected) {
        return new PlatException(
                ErrorCode.FIELD_INVALID,
                "A field of the document has a value that is not allowed.",
                "pointer",
                pointer,
                "value",
                value == null ? "(missing)" : Removed.shortened(String.valueOf(value)),
                "expected",
                expected);
    }

    private static PlatException tooLarge(String which, long value, int limit) {
        return new PlatException(
                ErrorCode.DOCUMENT_TOO_LARGE,
                "The document is larger than a page may be.",
                "which",
                which,
                "value",
                value,
                "limit",
                limit);
    }

    private static final class Census {

        private int components;

        private void count(Map<String, Object> component, String at, int depth) {
            components++;
            if (components > COMPONENTS_MAX) {
                throw tooLarge("components", components, COMPONENTS_MAX);
            }
            if (depth > DEPTH_MAX) {
                throw tooLarge("depth", depth, DEPTH_MAX);
            }
            Object children = component.getOrDefault("components", List.of());
            if (children instanceof String) {
                return; // HTML as text: the cleaner turns it into content.
            }
            List<Object> list = list(children, Pointer.of(at, "components"));
            for (int i = 0; i < list.size(); i++) {
                String place = Pointer.of(Pointer.of(at, "components"), i);
                count(object(list.get(i), place), place, depth + 1);
            }
        }
    }
}
