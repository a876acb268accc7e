package dev.plat.building.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * GrapesJS's selector: {@code "name"} is a class, {@code "#name"} an id, and an object {@code
 * {name, type}} says it with a number, 1 for a class and 2 for an id.
 */
final class Selectors {

    private static final long TYPE_ID = 2;

    private Selectors() {}

    /** The selector to keep, with only the fields that mean something here. */
    static Optional<Object> cleanOne(Object selector) {
        if (selector instanceof String text) {
            return Optional.of((Object) text).filter(_ -> Markup.isName(bare(text)));
        }
        if (!(selector instanceof Map<?, ?> map)
                || !(map.get("name") instanceof String name)
                || !Markup.isName(bare(name))) {
            return Optional.empty();
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("name", name);
        if (map.get("type") instanceof Long type && (type == 1 || type == TYPE_ID)) {
            kept.put("type", type);
        }
        for (String flag : new String[] {"private", "protected", "active"}) {
            if (map.get(flag) instanceof Boolean || map.get(flag) instanceof Long) {
                kept.put(flag, map.get(flag));
            }
        }
        return Optional.of(kept);
    }

    /** {@code .name} or {@code #name}. */
    static String full(Object cleaned) {
        if (cleaned instanceof Map<?, ?> map) {
            String name = String.valueOf(map.get("name"));
            boolean id = Long.valueOf(TYPE_ID).equals(map.get("type")) || name.startsWith("#");
            return (id ? "#" : ".") + bare(name);
        }
        String text = String.valueOf(cleaned);
        return text.startsWith("#") ? text : "." + bare(text);
    }

    static String name(Object cleaned) {
        return full(cleaned).substring(1);
    }

    private static String bare(String text) {
        return text.startsWith("#") || text.startsWith(".") ? text.substring(1) : text;
    }
}
