package dev.plat.building.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Cleans a {@code style} object: property name to value, or to a list of fallback values. */
final class StyleCleaner {

    private final Removals removals;
    private final Function<String, Optional<String>> urls;

    StyleCleaner(Removals removals, Function<String, Optional<String>> urls) {
        this.removals = removals;
        this.urls = urls;
    }

    Map<String, Object> clean(Map<?, ?> style, String place) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : style.entrySet()) {
            String property = (String) entry.getKey();
            String at = Pointer.of(place, property);
            if (property.startsWith("__")) {
                continue; // GrapesJS's own marks; it does not write them either.
            }
            if (!CssProperties.allow(property)) {
                removals.add(at, entry.getValue(), "css-property");
                continue;
            }
            value(entry.getValue(), at).ifPresent(value -> kept.put(property, value));
        }
        return kept;
    }

    private Optional<Object> value(Object value, String at) {
        if (value instanceof List<?> fallbacks) {
            List<Object> kept = new ArrayList<>();
            for (int i = 0; i < fallbacks.size(); i++) {
                value(fallbacks.get(i), Pointer.of(at, i)).ifPresent(kept::add);
            }
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
        }
        if (value instanceof Map<?, ?> || value instanceof Json) {
            removals.add(at, value, "css-value");
            return Optional.empty();
        }
        String text = value instanceof String string ? string : Texts.ofScalar(value);
        if (text.isBlank()) {
            return Optional.empty(); // The style panel leaves such behind; it says nothing.
        }
        Optional<String> kept = CssValue.read(text, urls);
        if (kept.isEmpty()) {
            removals.add(at, text, "css-value");
        }
        return kept.map(Object.class::cast);
    }
}
