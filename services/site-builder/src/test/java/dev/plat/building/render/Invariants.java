package dev.plat.building.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What must hold of every page that leaves the renderer, whatever went in. */
final class Invariants {

    private static final Set<String> URL_ATTRIBUTES =
            Set.of(
                    "href",
                    "src",
                    "cite",
                    "action",
                    "formaction",
                    "poster",
                    "data",
                    "srcset",
                    "ping");

    private Invariants() {}

    static void hold(RenderedPage page) {
        Document dom = Pages.dom(page);
        for (Element element : dom.getAllElements()) {
            String tag = element.normalName();
            boolean frame = Set.of("#root", "html", "head", "meta", "title", "link").contains(tag);
            assertThat(frame || Markup.ELEMENTS.contains(tag)).as("element %s", tag).isTrue();
            assertThat(element.tag().namespace()).endsWith("/xhtml");
            for (Attribute attribute : element.attributes()) {
                attribute(element, attribute);
            }
        }
        assertThat(dom.head().children())
                .extracting(Element::normalName)
                .containsExactly("meta", "title", "meta", "link");
        assertThat(dom.select("meta[http-equiv]")).isEmpty();
        css(Pages.css(page));
    }

    private static void attribute(Element element, Attribute attribute) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        String at = element.normalName() + "/" + name;
        assertThat(name).as(at).doesNotStartWith("on").isNotIn("style", "srcdoc", "srcset");
        if (!URL_ATTRIBUTES.contains(name)) {
            return;
        }
        String url = attribute.getValue().replaceAll("[\\x00-\\x20]", "").toLowerCase(Locale.ROOT);
        if (url.matches("[a-z][a-z0-9+.-]*:.*")) {
            String scheme = url.substring(0, url.indexOf(':'));
            Set<String> allowed =
                    element.normalName().equals("img")
                            ? Set.of("http", "https", "data")
                            : Set.of("http", "https", "mailto", "tel");
            assertThat(allowed).as(at + "=" + url).contains(scheme);
        }
        if (url.startsWith("data:")) {
            assertThat(url).startsWith("data:image/").doesNotContain("svg");
        }
    }

    private static void css(String css) {
        String lower = css.toLowerCase(Locale.ROOT);
        assertThat(lower)
                .doesNotContain("</style")
                .doesNotContain("<")
                .doesNotContain("@import")
                .doesNotContain("expression(")
                .doesNotContain("javascript:")
                .doesNotContain("behavior")
                .doesNotContain("-moz-binding");
        lower.lines()
                .flatMap(line ->
                        java.util.regex.Pattern.compile("url\\(([^)]*)\\)").matcher(line).results())
                .forEach(url -> assertThat(url.group(1)).startsWith("\"/_a/"));
        assertThat(lower.chars().filter(c -> c == '{').count())
                .isEqualTo(lower.chars().filter(c -> c == '}').count());
    }
}
