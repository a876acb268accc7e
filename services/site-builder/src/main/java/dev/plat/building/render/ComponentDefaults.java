package dev.plat.building.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What GrapesJS leaves out of its JSON because it is the default of the component's type. Read from
 * {@code component-defaults.json}, which {@code web/scripts/component-defaults.mjs} writes from the
 * pinned GrapesJS.
 */
final class ComponentDefaults {

    private static final String RESOURCE = "component-defaults.json";
    private static final Map<String, String> TAGS = load();

    private ComponentDefaults() {}

    /** The tag of a type; empty if GrapesJS has no such type. */
    static Optional<String> tag(String type) {
        return Optional.ofNullable(TAGS.get(type));
    }

    private static Map<String, String> load() {
        try (InputStream in =
                Objects.requireNonNull(
                        ComponentDefaults.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Map<?, ?> file = (Map<?, ?>) Json.parse(in.readAllBytes());
            Map<?, ?> types = (Map<?, ?>) Objects.requireNonNull(file.get("types"));
            Map<String, String> tags = new LinkedHashMap<>();
            types.forEach((type, defaults) ->
                    tags.put((String) type, String.valueOf(((Map<?, ?>) defaults).get("tagName"))));
            return Map.copyOf(tags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
