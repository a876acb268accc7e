package dev.plat.building.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageRendererTest {

    @Test
    void aPageIsAWholeDocumentAndNamesItsStyleSheetByContent() {
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                "{\"type\":\"text\",\"tagName\":\"h1\",\"classes\":[\"t\"],\"content\":\"Hi\"}",
                                "{\"selectors\":[\"t\"],\"style\":{\"color\":\"red\"}}"));

        assertThat(Pages.html(page))
                .isEqualTo(
                        """
                        <!DOCTYPE html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <title>A page</title>
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <link rel="stylesheet" href="/%s">
                        </head>
                        <body><h1 class="t">Hi</h1></body>
                        </html>
                        """
                                .formatted(page.cssPath()));
        assertThat(page.cssPath()).matches("_a/[0-9a-f]{64}\\.css");
        assertThat(Pages.css(page)).isEqualTo(StyleSheet.BASE + ".t{color:red;}\n");
    }

    @Test
    void picturesMoveToTheirPublishedPlaceAndForeignOnesStayOut() {
        String foreign = Pages.MEDIA.replace("media_01abc", "media_09zzz");
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                "{\"type\":\"image\",\"attributes\":{\"src\":\"%s\",\"alt\":\"a\"}},"
                                                .formatted(Pages.MEDIA)
                                        + "{\"type\":\"image\",\"attributes\":{\"src\":\"%s\"}},{\"type\":\"image\"},"
                                                .formatted(foreign)
                                        + "{\"classes\":[\"b\"],\"content\":\"<img src='%s'>\"}"
                                                .formatted(Pages.MEDIA),
                                "{\"selectors\":[\"b\"],\"style\":{\"background\":\"url(%s) center\",\"color\":\"red\"}},"
                                                .formatted(Pages.MEDIA)
                                        + "{\"selectors\":[\"b\"],\"style\":{\"background\":\"url(%s)\",\"margin\":\"0\"}}"
                                                .formatted(foreign)));

        String published = "/_a/" + "ab".repeat(32) + ".png";
        assertThat(Pages.dom(page).select("img").eachAttr("src"))
                .containsExactly(published, published);
        assertThat(Pages.css(page))
                .contains(
                        ".b{background:url(\"" + published + "\") center;color:red;}.b{margin:0;}");
        assertThat(page.media()).containsExactly(new MediaReference("site_01abc", "media_01abc"));
        assertThat(page.removed()).extracting(Removed::rule).containsOnly("media-unknown");
        assertThat(Pages.html(page)).doesNotContain("/api/");
    }

    @Test
    void textIsEscaped() {
        RenderedPage page =
                PageRenderer.render(
                        Pages.page(
                                "{\"type\":\"textnode\",\"content\":\"a < b & \\\"c\\\" </body>\"}",
                                ""),
                        new PageSettings("</title><script>", "en", "\"><script>"),
                        _ -> java.util.Optional.empty());

        assertThat(Pages.html(page))
                .contains("a &lt; b &amp; \"c\" &lt;/body&gt;")
                .contains("<title>&lt;/title&gt;&lt;script&gt;</title>")
                .contains("content=\"&quot;&gt;&lt;script&gt;\"");
    }

    @Test
    void inlineStylesBecomeRulesOfThePagesFile() {
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                """
                                {"attributes":{"id":"s-1","style":"color:red; width:clamp(1px, 2vw + 1px, 3px)"}},
                                {"style":{"margin":"0"}},
                                {"type":"text","content":"<b style='color:blue'>x</b>"}
                                """,
                                ""));

        assertThat(Pages.dom(page).select("[style]")).isEmpty();
        assertThat(Pages.css(page))
                .contains("#s-1{color:red;width:clamp(1px, 2vw + 1px, 3px);}")
                .contains("#s-2{margin:0;}")
                .contains("#s-3{color:blue;}");
        assertThat(Pages.dom(page).select("b#s-3")).hasSize(1);
    }

    @Test
    void linksThatLeadOutGiveNoHandleOnTheirWindow() {
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                """
                                {"type":"link","attributes":{"href":"https://example.org/","rel":"opener"}},
                                {"type":"link","attributes":{"href":"\\\\\\\\example.org"}},
                                {"type":"link","attributes":{"href":"/about","target":"_blank"}},
                                {"type":"link","attributes":{"href":"/about"}},
                                {"type":"text","content":"<a href='//example.org'>x</a>"}
                                """,
                                ""));

        assertThat(Pages.dom(page).select("a").eachAttr("rel"))
                .containsExactly("noopener", "noopener", "noopener", "noopener");
    }

    @Test
    void rulesComeInGrapesOrderAndWithoutThoseNobodyUses() {
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                "{\"classes\":[\"a\"],\"attributes\":{\"id\":\"i1\"}}",
                                """
                                {"selectors":["a"],"atRuleType":"media","mediaText":"(max-width: 480px)","style":{"order":"3"}},
                                {"selectors":["a"],"style":{"order":"1"}},
                                {"selectors":["a"],"atRuleType":"media","mediaText":"(max-width: 992px)","style":{"order":"2"}},
                                {"selectors":["unused"],"style":{"order":"9"}},
                                {"selectors":["#i1"],"state":"hover","selectorsAdd":"p > b","style":{"order":"4"}},
                                {"selectors":[],"selectorsAdd":"to","atRuleType":"keyframes","mediaText":"k","style":{"opacity":"1"}}
                                """));

        assertThat(Pages.css(page))
                .isEqualTo(
                        StyleSheet.BASE
                                + ".a{order:1;}#i1:hover, p > b{order:4;}"
                                + "@keyframes k{to{opacity:1;}}"
                                + "@media (max-width: 992px){.a{order:2;}}"
                                + "@media (max-width: 480px){.a{order:3;}}\n");
    }

    /** Met in the differential test: GrapesJS's order is not transitive here. */
    @Test
    void atRulesThatCountFromBelowAndFromAboveComeAsGrapesSortsThem() {
        String rule =
                "{\"selectors\":[\"a\"],\"atRuleType\":\"media\",\"mediaText\":\"(%s)\",\"style\":{\"order\":\"1\"}}";
        RenderedPage page =
                Pages.render(
                        Pages.page(
                                "{\"classes\":[\"a\"]}",
                                String.join(
                                        ",",
                                        rule.formatted("max-width: 992px"),
                                        rule.formatted("min-width: 1200px"),
                                        rule.formatted("min-width: 700px"))));

        assertThat(Pages.css(page))
                .isEqualTo(
                        StyleSheet.BASE
                                + "@media (min-width: 700px){.a{order:1;}}"
                                + "@media (min-width: 1200px){.a{order:1;}}"
                                + "@media (max-width: 992px){.a{order:1;}}\n");
    }
}
