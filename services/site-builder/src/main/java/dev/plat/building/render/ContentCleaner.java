package dev.plat.building.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Cleans HTML that stands as text in a component's {@code content}: GrapesJS's text editing leaves
 * such. jsoup parses it the way browsers do; what comes back is written anew from the cleaned tree.
 */
final class ContentCleaner {

    private final Removals removals;
    private final AttributeCleaner attributes;

    ContentCleaner(Removals removals, AttributeCleaner attributes) {
        this.removals = removals;
        this.attributes = attributes;
    }

    String clean(String html, String place) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return html;
        }
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false).outline(false);
        Element body = document.body();
        children(body, place);
        return body.html();
    }

    private void children(Element parent, String place) {
        for (Node child : new ArrayList<>(parent.childNodes())) {
            switch (child) {
                case TextNode _ -> {}
                case Element element -> element(element, place);
                case Comment comment -> comment.remove();
                default -> {
                    removals.add(place, child.outerHtml(), "element");
                    child.remove();
                }
            }
        }
    }

    private void element(Element element, String place) {
        String tag = element.normalName();
        if (Markup.DROPPED_WHOLE.contains(tag) || element.tag().namespace().contains("svg")) {
            removals.add(place, element.outerHtml(), "element");
            element.remove();
            return;
        }
        children(element, place);
        if (!Markup.ELEMENTS.contains(tag) || tag.equals("body")) {
            removals.add(place, "<" + tag + ">", "element");
            element.unwrap();
            return;
        }
        if (!attributes(element, tag, place)) {
            element.remove();
        }
    }

    /** False if the element means nothing any more: a picture without a source. */
    private boolean attributes(Element element, String tag, String place) {
        List<Attribute> before = new ArrayList<>(element.attributes().asList());
        element.clearAttributes();
        for (Attribute attribute : before) {
            String name = attribute.getKey().toLowerCase(Locale.ROOT);
            Optional<String> value =
                    attributes.clean(tag, name, attribute.getValue(), place + "/" + name);
            value.ifPresent(kept -> element.attr(name, kept));
        }
        if (tag.equals("a")) {
            Links.rel(element.attr("href"), element.attr("target"))
                    .ifPresent(rel -> element.attr("rel", rel));
        }
        return !tag.equals("img") || element.hasAttr("src");
    }
}
