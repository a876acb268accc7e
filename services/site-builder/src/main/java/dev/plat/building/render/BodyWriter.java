package dev.plat.building.render;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Writes cleaned components as HTML, the way GrapesJS's {@code toHTML} does: children if there are
 * any, else {@code content}. Inline styles are handed over as rules, so the page needs no inline
 * style. One use each.
 */
final class BodyWriter {

    private static final String INLINE_ID = "s-";

    private final PublishedMedia media;
    private final StringBuilder out = new StringBuilder(4_096);
    private final Set<String> users = new HashSet<>();
    private final Map<String, String> inlineRules = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();
    private int inlineCount;

    BodyWriter(PublishedMedia media) {
        this.media = media;
    }

    String write(Map<String, Object> wrapper) {
        collectIds(wrapper);
        component(wrapper);
        return out.toString();
    }

    /** The classes and ids of the components: {@code .hero}, {@code #i4x}. */
    Set<String> users() {
        return users;
    }

    /** Selector to declarations, for what stood in {@code style} attributes. */
    Map<String, String> inlineRules() {
        return inlineRules;
    }

    private void collectIds(Map<?, ?> component) {
        if (attributes(component).get("id") instanceof String id) {
            ids.add(id);
        }
        children(component).forEach(child -> collectIds((Map<?, ?>) child));
    }

    private void component(Map<?, ?> component) {
        String type = component.get("type") instanceof String text ? text : "default";
        if (type.equals("textnode")) {
            out.append(Escape.text(String.valueOf(component.get("content"))));
            return;
        }
        String tag = ComponentCleaner.tagOf(component, type);
        Map<String, Object> attributes = published(component, tag);
        if (tag.equals("img") && !attributes.containsKey("src")) {
            return; // GrapesJS would show its own placeholder; a visitor needs none.
        }
        open(tag, attributes);
        if (Markup.VOID.contains(tag)) {
            return;
        }
        List<?> children = children(component);
        children.forEach(child -> component((Map<?, ?>) child));
        if (children.isEmpty() && component.get("content") instanceof String html) {
            out.append(content(html));
        }
        out.append("</").append(tag).append('>');
    }

    private Map<String, Object> published(Map<?, ?> component, String tag) {
        Map<String, Object> published = new LinkedHashMap<>();
        attributes(component).forEach((name, value) -> published.put((String) name, value));
        List<String> classes = new ArrayList<>();
        if (component.get("classes") instanceof List<?> list) {
            list.forEach(one -> classes.add(Selectors.name(one)));
        }
        classes.forEach(one -> users.add("." + one));
        if (!classes.isEmpty()) {
            published.put("class", String.join(" ", classes));
        }
        if (published.get("src") instanceof String src) {
            published.remove("src");
            media.url(src).ifPresent(url -> published.put("src", url));
        }
        if (tag.equals("a")) {
            Links.rel(text(published, "href"), text(published, "target"))
                    .ifPresent(rel -> published.put("rel", rel));
        }
        moveStyle(component, published);
        if (published.get("id") instanceof String id) {
            users.add("#" + id);
        }
        return published;
    }

    private void moveStyle(Map<?, ?> component, Map<String, Object> published) {
        StringBuilder declarations = new StringBuilder();
        if (component.get("style") instanceof Map<?, ?> style) {
            declarations.append(Declarations.write(style));
        }
        if (published.remove("style") instanceof String style) {
            declarations.append(style);
        }
        if (!declarations.isEmpty()) {
            Object id = published.computeIfAbsent("id", _ -> freshId());
            inlineRules.merge("#" + id, declarations.toString(), String::concat);
        }
    }

    private String content(String html) {
        if (html.indexOf('<') < 0) {
            return html.indexOf('&') < 0 ? Escape.text(html) : html;
        }
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        for (Element styled : document.body().select("[style]")) {
            String id = styled.id().isEmpty() ? freshId() : styled.id();
            inlineRules.merge("#" + id, styled.attr("style"), String::concat);
            styled.attr("id", id).removeAttr("style");
        }
        for (Element picture : document.body().select("img[src]")) {
            Optional<String> url = media.url(picture.attr("src"));
            url.ifPresentOrElse(src -> picture.attr("src", src), picture::remove);
        }
        return document.body().html();
    }

    private String freshId() {
        String id;
        do {
            inlineCount++;
            id = INLINE_ID + inlineCount;
        } while (!ids.add(id));
        return id;
    }

    private void open(String tag, Map<String, Object> attributes) {
        out.append('<').append(tag);
        attributes.forEach((name, value) -> {
            out.append(' ').append(name);
            if (!value.equals(true)) {
                out.append("=\"").append(Escape.attribute(Texts.ofScalar(value))).append('"');
            }
        });
        out.append('>');
    }

    private static String text(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof String text ? text : "";
    }

    private static Map<?, ?> attributes(Map<?, ?> component) {
        return component.get("attributes") instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> children(Map<?, ?> component) {
        return component.get("components") instanceof List<?> list ? list : List.of();
    }
}
