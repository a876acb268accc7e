package dev.plat.building.render;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Builds small documents and renders them. */
final class Pages {

    static final String MEDIA = "/api/v1/sites/site_01abc/media/media_01abc/content";

    private Pages() {}

    /** A page of the given components and rules, both as the inside of a JSON array. */
    static ProjectDocument page(String components, String styles) {
        return ProjectDocument.parse(text(components, styles).getBytes(StandardCharsets.UTF_8));
    }

    static String text(String components, String styles) {
        return """
        {"schema":1,"grapes":"0.23.6","kind":"page","body":{
         "component":{"type":"wrapper","components":[%s]},"styles":[%s]}}\
        """
                .formatted(components, styles);
    }

    static RenderedPage render(ProjectDocument page) {
        return PageRenderer.render(page, PageSettings.titled("A page"), Pages::published);
    }

    static Document dom(RenderedPage page) {
        return Jsoup.parse(html(page));
    }

    static String html(RenderedPage page) {
        return new String(page.html(), StandardCharsets.UTF_8);
    }

    static String css(RenderedPage page) {
        return new String(page.css(), StandardCharsets.UTF_8);
    }

    static String rules(Cleaned cleaned) {
        return cleaned.removed().stream()
                .map(Removed::rule)
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** JSON text of a string. */
    static String quoted(String text) {
        return new String(CanonicalJson.write(text), StandardCharsets.UTF_8);
    }

    private static Optional<String> published(MediaReference reference) {
        return reference.media().equals("media_01abc")
                ? Optional.of("/_a/" + "ab".repeat(32) + ".png")
                : Optional.empty();
    }
}
