package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.desk.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a call gives, as forms write it: {@code a[b][0][c]=text}. Who has read what he knows asks
 * {@link #nothingElse}, so a parameter that nobody understands is refused and never passed over.
 *
 * <p>Threads: for one.
 */
public final class Form {

    private static final int PAIRS_MAX = 500;
    private static final int DEPTH_MAX = 6;
    private static final int METADATA_MAX = 50;
    private static final int METADATA_KEY_MAX = 40;
    private static final int METADATA_VALUE_MAX = 500;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final String path;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    private Form(String path) {
        this.path = path;
    }

    /** Of a query, a body, or both with a {@code &} between. */
    public static Form parse(String text) {
        Form form = new Form("");
        String[] pairs = text.split("&", PAIRS_MAX + 2);
        if (pairs.length > PAIRS_MAX) {
            throw Refusal.invalid("", "", "At most " + PAIRS_MAX + " parameters.");
        }
        for (String pair : pairs) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (name.indexOf(0) >= 0 || value.indexOf(0) >= 0) {
                throw Refusal.invalid("", "", "No parameter may hold the character 0.");
            }
            if (Digits.mayBeCard(value)) {
                throw Digits.refused(name);
            }
            form.add(name, value);
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("", "", "The parameters are not URL-encoded rightly.");
        }
    }

    private void add(String name, String value) {
        List<String> steps = new ArrayList<>();
        int bracket = name.indexOf('[');
        steps.add(bracket < 0 ? name : name.substring(0, bracket));
        if (bracket >= 0) {
            if (!name.endsWith("]")) {
                throw invalidName(name);
            }
            steps.addAll(List.of(name.substring(bracket + 1, name.length() - 1).split("]\\[", -1)));
        }
        if (steps.size() > DEPTH_MAX) {
            throw invalidName(name);
        }
        Form at = this;
        for (String step : steps.subList(0, steps.size() - 1)) {
            String key = at.key(step);
            Form above = at;
            Object next = at.values.computeIfAbsent(key, made -> new Form(above.named(made)));
            if (!(next instanceof Form form)) {
                throw invalidName(name);
            }
            at = form;
        }
        at.values.put(at.key(steps.getLast()), value);
    }

    /** {@code []} is the next of a list. */
    private String key(String step) {
        return step.isEmpty() ? Integer.toString(values.size()) : step;
    }

    private String named(String field) {
        return path.isEmpty() ? field : path + "[" + field + "]";
    }

    private static Refusal invalidName(String name) {
        return Refusal.invalid("", name, "Invalid parameter name.");
    }

    public Optional<String> text(String field) {
        read.add(field);
        Object value = values.get(field);
        if (value instanceof Form) {
            throw Refusal.invalid("", named(field), "Invalid string.");
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
    }

    public String need(String field) {
        return text(field).orElseThrow(() -> Refusal.missing(named(field)));
    }

    /** One of several words. */
    public String word(String field, String otherwise, String... words) {
        String text = text(field).orElse(otherwise);
        if (!List.of(words).contains(text) && !text.equals(otherwise)) {
            throw Refusal.invalid(
                    "",
                    named(field),
                    "Invalid %s: must be one of %s."
                            .formatted(named(field), String.join(", ", words)));
        }
        return text;
    }

    public Optional<Long> number(String field) {
        return text(field)
                .map(text -> {
                    if (!NUMBER.matcher(text).matches()) {
                        throw Refusal.invalid(
                                "parameter_invalid_integer",
                                named(field),
                                "Invalid integer: " + Refusal.shown(text));
                    }
                    return Long.valueOf(text);
                });
    }

    public long needNumber(String field) {
        return number(field).orElseThrow(() -> Refusal.missing(named(field)));
    }

    public boolean flag(String field) {
        return word(field, "false", "true", "false").equals("true");
    }

    /** Empty when it is not there. */
    public Form form(String field) {
        read.add(field);
        Object value = values.getOrDefault(field, "");
        if (value instanceof Form form) {
            return form;
        }
        if (!value.equals("")) {
            throw Refusal.invalid("", named(field), "Invalid object.");
        }
        Form none = new Form(named(field));
        values.put(field, none);
        return none;
    }

    public List<Form> forms(String field) {
        Form list = form(field);
        return list.values.keySet().stream().map(list::form).toList();
    }

    public List<String> texts(String field) {
        Form list = form(field);
        return list.values.keySet().stream().map(list::need).toList();
    }

    public boolean has(String field) {
        return values.containsKey(field);
    }

    public Map<String, String> metadata() {
        return metadata("metadata");
    }

    private Map<String, String> metadata(String field) {
        Form form = form(field);
        Map<String, String> metadata = new TreeMap<>();
        for (String key : form.values.keySet()) {
            String value = form.text(key).orElse("");
            if (key.length() > METADATA_KEY_MAX || value.length() > METADATA_VALUE_MAX) {
                throw Refusal.invalid(
                        "",
                        named(field),
                        "Metadata keys have up to %d and values up to %d letters."
                                .formatted(METADATA_KEY_MAX, METADATA_VALUE_MAX));
            }
            metadata.put(key, value);
        }
        if (metadata.size() > METADATA_MAX) {
            throw Refusal.invalid("", named(field), "At most " + METADATA_MAX + " metadata keys.");
        }
        return metadata;
    }

    /** Refuses what nobody has read. */
    public void nothingElse() {
        values.forEach((field, value) -> {
            if (!read.contains(field)) {
                throw Refusal.invalid(
                        "parameter_unknown",
                        named(field),
                        "Received unknown parameter: " + Refusal.shown(named(field)));
            }
            if (value instanceof Form form) {
                form.nothingElse();
            }
        });
    }
}
