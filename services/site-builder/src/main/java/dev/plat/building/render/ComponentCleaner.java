package dev.plat.building.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cleans the tree of components. A component of a dangerous kind goes with all it holds; one with
 * an element we do not know becomes a {@code div} and keeps its children, so that nobody's text is
 * lost to a bad paste.
 */
final class ComponentCleaner {

    private static final Set<String> TYPES =
            Set.of(
                    "default",
                    "text",
                    "textnode",
                    "image",
                    "link",
                    "label",
                    "table",
                    "thead",
                    "tbody",
                    "tfoot",
                    "row",
                    "cell");

    /** The editor's own settings of a component; they never reach a page. */
    private static final Set<String> EDITOR_PROPERTIES =
            Set.of(
                    "removable",
                    "draggable",
                    "droppable",
                    "badgable",
                    "stylable",
                    "unstylable",
                    "highlightable",
                    "copyable",
                    "resizable",
                    "editable",
                    "layerable",
                    "selectable",
                    "hoverable",
                    "locked",
                    "void",
                    "name",
                    "custom-name",
                    "uid");

    /**
     * Handled below, or state of a running editor that GrapesJS happens to write; no word needed.
     */
    private static final Set<String> SILENT =
            Set.of(
                    "type",
                    "tagName",
                    "attributes",
                    "classes",
                    "components",
                    "content",
                    "style",
                    "src",
                    "head",
                    "docEl",
                    "toolbar",
                    "traits",
                    "status",
                    "open",
                    "delegate",
                    "sources",
                    "doctype",
                    "propagate",
                    "dataResolver");

    private final Removals removals;
    private final StyleCleaner styles;
    private final AttributeCleaner attributes;
    private final ContentCleaner contents;

    ComponentCleaner(Removals removals, StyleCleaner styles) {
        this.removals = removals;
        this.styles = styles;
        this.attributes = new AttributeCleaner(removals, styles);
        this.contents = new ContentCleaner(removals, attributes);
    }

    Map<String, Object> wrapper(Map<String, Object> component, String place) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("type", "wrapper");
        fill(component, kept, "body", place);
        return kept;
    }

    private Optional<Map<String, Object>> component(Map<?, ?> component, String place) {
        String type = component.get("type") instanceof String text ? text : "default";
        if (type.equals("textnode")) {
            return Optional.of(textNode(component));
        }
        if (type.equals("comment")) {
            return Optional.empty(); // Nobody sees it, and it could end early.
        }
        String tag = tagOf(component, type);
        if (!TYPES.contains(type) && ComponentDefaults.tag(type).isPresent()) {
            removals.add(place, type, "component-type");
            return Optional.empty();
        }
        if (Markup.DROPPED_WHOLE.contains(tag) || tag.equals("body")) {
            removals.add(place, "<" + tag + ">", "element");
            return Optional.empty();
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        if (TYPES.contains(type)) {
            if (component.containsKey("type")) {
                kept.put("type", type);
            }
        } else {
            removals.add(Pointer.of(place, "type"), type, "component-type");
        }
        String written = tag;
        if (!Markup.ELEMENTS.contains(tag)) {
            removals.add(Pointer.of(place, "tagName"), tag, "element");
            written = "div";
        }
        if (component.containsKey("tagName")) {
            kept.put("tagName", written);
        }
        fill(component, kept, written, place);
        return Optional.of(kept);
    }

    private static Map<String, Object> textNode(Map<?, ?> component) {
        Object content = component.get("content");
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("type", "textnode");
        kept.put(
                "content",
                content != null && Texts.isScalar(content) ? Texts.ofScalar(content) : "");
        return kept;
    }

    static String tagOf(Map<?, ?> component, String type) {
        return component.get("tagName") instanceof String tag && !tag.isEmpty()
                ? tag.toLowerCase(Locale.ROOT)
                : ComponentDefaults.tag(type).orElse("div");
    }

    private void fill(Map<?, ?> component, Map<String, Object> kept, String tag, String place) {
        Map<String, Object> cleanedAttributes = attributes(component, tag, place);
        List<Object> classes = classes(component, place);
        editorProperties(component, kept, place);
        if (!cleanedAttributes.isEmpty()) {
            kept.put("attributes", cleanedAttributes);
        }
        if (!classes.isEmpty()) {
            kept.put("classes", classes);
        }
        Map<String, Object> style = style(component, Pointer.of(place, "style"));
        if (!style.isEmpty()) {
            kept.put("style", style);
        }
        inside(component, kept, tag, place);
    }

    private Map<String, Object> style(Map<?, ?> component, String at) {
        return switch (component.get("style")) {
            case Map<?, ?> style -> styles.clean(style, at);
            case String style -> styles.clean(Declarations.read(style), at);
            case null, default -> Map.of();
        };
    }

    private Map<String, Object> attributes(Map<?, ?> component, String tag, String place) {
        Map<String, Object> kept = new LinkedHashMap<>();
        String at = Pointer.of(place, "attributes");
        if (component.get("attributes") instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                attribute(tag, (String) entry.getKey(), entry.getValue(), at, kept);
            }
        }
        if (component.get("src") instanceof String src && !src.isEmpty() && tag.equals("img")) {
            attribute(tag, "src", src, place, kept);
        }
        return kept;
    }

    private void attribute(
            String tag, String written, Object value, String at, Map<String, Object> kept) {
        String name = written.toLowerCase(Locale.ROOT);
        if (value.equals(false) || value instanceof Json || name.equals("class")) {
            return;
        }
        if (!Texts.isScalar(value)) {
            removals.add(Pointer.of(at, written), value, "attribute-value");
            return;
        }
        attributes
                .clean(tag, name, Texts.ofScalar(value), Pointer.of(at, written))
                .ifPresent(text -> kept.put(name, value.equals(true) ? (Object) true : text));
    }

    private List<Object> classes(Map<?, ?> component, String place) {
        List<Object> given = new ArrayList<>();
        if (component.get("classes") instanceof List<?> list) {
            given.addAll(list);
        } else if (component.get("classes") instanceof String text) {
            given.addAll(List.of(text.strip().split("\\s+")));
        }
        if (component.get("attributes") instanceof Map<?, ?> map
                && map.get("class") instanceof String text) {
            given.addAll(List.of(text.strip().split("\\s+")));
        }
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Optional<Object> one = Selectors.cleanOne(given.get(i));
            if (one.isPresent()) {
                kept.add(one.get());
            } else if (!given.get(i).equals("")) {
                removals.add(Pointer.of(Pointer.of(place, "classes"), i), given.get(i), "class");
            }
        }
        return kept;
    }

    private void editorProperties(Map<?, ?> component, Map<String, Object> kept, String place) {
        for (Map.Entry<?, ?> entry : component.entrySet()) {
            String name = (String) entry.getKey();
            if (EDITOR_PROPERTIES.contains(name) && PlainValue.isPlain(entry.getValue())) {
                kept.put(name, entry.getValue());
            } else if (!SILENT.contains(name) && !name.startsWith("_")) {
                removals.add(Pointer.of(place, name), entry.getValue(), "property");
            }
        }
    }

    private void inside(Map<?, ?> component, Map<String, Object> kept, String tag, String place) {
        if (Markup.VOID.contains(tag)) {
            return;
        }
        List<Object> children = new ArrayList<>();
        String at = Pointer.of(place, "components");
        if (component.get("components") instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> child) {
                    component(child, Pointer.of(at, i)).ifPresent(children::add);
                }
            }
        }
        if (!children.isEmpty()) {
            kept.put("components", children);
            return;
        }
        boolean asText = component.get("components") instanceof String html && !html.isEmpty();
        String source = asText ? "components" : "content";
        if (component.get(source) instanceof String html) {
            String content = contents.clean(html, Pointer.of(place, source));
            if (!content.isEmpty()) {
                kept.put("content", content);
            }
        }
    }
}
