package dev.plat.building.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Cleans one attribute at a time. */
final class AttributeCleaner {

    /** Left out without a word: the renderer sets them itself, or they are the editor's marks. */
    private static final Set<String> SET_BY_RENDERER = Set.of("rel");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Removals removals;
    private final StyleCleaner styles;

    AttributeCleaner(Removals removals, StyleCleaner styles) {
        this.removals = removals;
        this.styles = styles;
    }

    Optional<String> clean(String element, String name, String value, String place) {
        if (SET_BY_RENDERER.contains(name) || name.startsWith("data-gjs")) {
            return Optional.empty();
        }
        if (name.equals("class")) {
            return classes(value, place);
        }
        if (name.equals("style")) {
            Map<String, Object> kept = styles.clean(Declarations.read(value), place);
            if (kept.isEmpty() && !value.isBlank()) {
                removals.add(place, value, "css-value");
            }
            return kept.isEmpty() ? Optional.empty() : Optional.of(Declarations.write(kept));
        }
        if (!Markup.knowsAttribute(element, name)) {
            removals.add(place, value, "attribute");
            return Optional.empty();
        }
        Optional<String> kept = Markup.value(element, name, value);
        if (kept.isEmpty() && !value.isEmpty()) {
            removals.add(place, value, Markup.isUrl(element, name) ? "url" : "attribute-value");
        }
        return kept;
    }

    private Optional<String> classes(String value, String place) {
        List<String> kept = new ArrayList<>();
        for (String name : SPACES.split(value.strip(), -1)) {
            if (Markup.isName(name)) {
                kept.add(name);
            } else if (!name.isEmpty()) {
                removals.add(place, name, "class");
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", kept));
    }
}
