package dev.plat.building.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanerTest {

    /** One hostile component a line, and the rule that must name it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"attributes":{"onclick":"alert(1)"}}                                   | attribute
                    {"attributes":{"OnClick":"alert(1)"}}                                   | attribute
                    {"attributes":{"x onclick":"alert(1)"}}                                 | attribute
                    {"attributes":{"a><script>alert(1)</script":"1"}}                       | attribute
                    {"type":"link","attributes":{"href":"javascript:alert(1)"}}             | url
                    {"type":"link","attributes":{"href":" java\\tscr\\nipt:alert(1)"}}      | url
                    {"type":"link","attributes":{"href":"\\u0001javascript:alert(1)"}}      | url
                    {"type":"link","attributes":{"href":"JaVaScRiPt&colon;alert(1)"}}       | -
                    {"type":"link","attributes":{"href":"vbscript:x"}}                      | url
                    {"type":"link","attributes":{"href":"data:text/html,<script>"}}         | url
                    {"type":"link","attributes":{"href":"blob:https://x/1"}}                | url
                    {"type":"link","attributes":{"href":"/x","ping":"https://x/"}}          | attribute
                    {"type":"link","attributes":{"href":"/x","target":"evil"}}              | attribute-value
                    {"type":"image","attributes":{"src":"javascript:alert(1)"}}             | url
                    {"type":"image","attributes":{"src":"data:image/svg+xml;base64,PHN2Zz4="}} | url
                    {"type":"image","attributes":{"src":"/a.png","srcset":"javascript:x 1x"}} | attribute
                    {"type":"image","attributes":{"src":"/a.png","onerror":"alert(1)"}}     | attribute
                    {"type":"script","content":"alert(1)"}                                  | component-type
                    {"tagName":"script","content":"alert(1)"}                               | element
                    {"tagName":"SCRIPT","content":"alert(1)"}                               | element
                    {"tagName":"iframe","attributes":{"src":"https://x/"}}                  | element
                    {"type":"iframe","attributes":{"srcdoc":"<script>"}}                    | component-type
                    {"type":"map"}                                                          | component-type
                    {"type":"video","src":"https://x/"}                                     | component-type
                    {"type":"svg","content":"<script>alert(1)</script>"}                    | component-type
                    {"tagName":"object"}                                                    | element
                    {"tagName":"embed"}                                                     | element
                    {"tagName":"base","attributes":{"href":"https://x/"}}                   | element
                    {"tagName":"meta","attributes":{"http-equiv":"refresh"}}                | element
                    {"tagName":"style","content":"a{}"}                                     | element
                    {"tagName":"form","attributes":{"action":"https://x/"}}                 | element
                    {"tagName":"div onmouseover=alert(1)"}                                  | element
                    {"tagName":"button","attributes":{"formaction":"javascript:x"}}         | attribute
                    {"script":"alert(1)"}                                                   | property
                    {"script-export":"alert(1)"}                                            | property
                    {"name":"<img src=x onerror=alert(1)>"}                                 | property
                    {"classes":["a\\" onclick=\\"alert(1)"]}                                | class
                    {"type":"text","content":"<img src=x onerror=alert(1)>"}                | attribute
                    {"type":"text","content":"<svg><script>alert(1)</script></svg>"}        | element
                    {"type":"text","content":"<math><mi//xlink:href=\\"data:x\\">"}         | element
                    {"type":"text","content":"<a href=\\"&#106;avascript:alert(1)\\">x</a>"} | url
                    {"type":"text","content":"<a href=\\"java&Tab;script:alert(1)\\">x</a>"} | url
                    {"type":"text","content":"<noscript><p title=\\"</noscript><img src=x onerror=alert(1)>\\">"} | element
                    {"type":"text","content":"<template><script>alert(1)</script></template>"} | element
                    {"type":"text","content":"<style>@import 'x'</style>"}                  | element
                    {"type":"text","content":"<form><input formaction=javascript:x>"}       | element
                    {"type":"text","content":"<p style=\\"background:url(javascript:x)\\">x</p>"} | css-value
                    {"components":"<script>alert(1)</script>"}                              | element
                    {"attributes":{"style":"width:expression(alert(1))"}}                   | css-value
                    {"style":{"behavior":"url(x)"}}                                         | css-property
                    {"style":{"-moz-binding":"url(x)"}}                                     | css-property
                    {"style":{"color":"red;}</style><script>alert(1)</script>"}}            | css-value
                    {"style":{"color}body{":"red"}}                                         | css-property
                    {"style":{"content":"'</style>'"}}                                      | css-value
                    {"style":{"background-image":"url('https://x/y.png')"}}                 | css-value
                    {"style":{"background-image":"u\\\\72l(https://x/y.png)"}}              | css-value
                    {"style":{"background-image":"image-set('https://x/y.png' 1x)"}}        | css-value
                    {"style":{"color":"red/**/"}}                                           | css-value
                    """)
    void hostileComponentsLoseWhatIsHostileAndTheRuleIsNamed(String component, String rule) {
        ProjectDocument page = Pages.page(component, "");

        Cleaned cleaned = Cleaner.clean(page);

        Invariants.hold(Pages.render(page));
        assertThat(Pages.rules(cleaned)).contains(rule.equals("-") ? "" : rule);
        Cleaned again = Cleaner.clean(cleaned.document());
        assertThat(again.removed()).isEmpty();
        assertThat(new String(again.document().toBytes(), UTF_8))
                .isEqualTo(new String(cleaned.document().toBytes(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"selectors\":[\"a{}*\"],\"style\":{\"color\":\"red\"}}",
                "{\"selectorsAdd\":\"a{} @import 'x'; b\",\"style\":{\"color\":\"red\"}}",
                "{\"selectorsAdd\":\"</style><script>\",\"style\":{\"color\":\"red\"}}",
                "{\"selectors\":[\"a\"],\"state\":\"hover{}\",\"style\":{\"color\":\"red\"}}",
                "{\"selectors\":[\"a\"],\"atRuleType\":\"import\",\"mediaText\":\"'x'\"}",
                "{\"selectors\":[\"a\"],\"atRuleType\":\"media\",\"mediaText\":\"screen{}</style>\"}",
                "{\"selectors\":[],\"singleAtRule\":true,\"atRuleType\":\"font-face\",\"style\":{\"src\":\"url(x)\"}}",
                "{\"selectors\":[],\"selectorsAdd\":\"from{}\",\"atRuleType\":\"keyframes\",\"mediaText\":\"x\"}",
                "\"a{color:red}\"",
            })
    void hostileRulesGoWhole(String rule) {
        ProjectDocument page = Pages.page("{\"classes\":[\"a\"]}", rule);

        Cleaned cleaned = Cleaner.clean(page);

        assertThat(cleaned.document().styles()).isEmpty();
        assertThat(Pages.rules(cleaned)).isEqualTo("css-rule");
        Invariants.hold(Pages.render(page));
    }

    @Test
    void aPlaceIsAPointerIntoTheDocumentAsItWasSent() {
        ProjectDocument page =
                Pages.page("{},{\"components\":[{\"attributes\":{\"onclick\":\"alert(1)\"}}]}", "");

        assertThat(Cleaner.clean(page).removed())
                .containsExactly(
                        new Removed(
                                "/body/component/components/1/components/0/attributes/onclick",
                                "alert(1)",
                                "attribute"));
    }

    @Test
    void aLargeInlinePictureIsRefusedWithTheLimit() {
        String url = "data:image/png;base64," + "A".repeat(5_000);
        ProjectDocument page =
                Pages.page("{\"type\":\"image\",\"attributes\":{\"src\":\"" + url + "\"}}", "");

        assertThatThrownBy(() -> Cleaner.clean(page))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.INLINE_ASSET_TOO_LARGE);
                            assertThat(e.facts()).containsEntry("limit", 4_096);
                        });
    }

    @Test
    void anUnknownElementKeepsItsWords() {
        ProjectDocument page =
                Pages.page(
                        """
                        {"tagName":"center","components":[{"type":"textnode","content":"kept"}]},
                        {"type":"text","content":"<font color=red>also <b>kept</b></font>"}
                        """,
                        "");

        String html = Pages.html(Pages.render(page));

        assertThat(html).contains("<div>kept</div>").contains("<div>also <b>kept</b></div>");
    }

    @Test
    void benignPagesLoseNothing() {
        ProjectDocument page =
                Pages.page(
                        """
                        {"tagName":"section","classes":["hero",{"name":"wide","private":1}],"attributes":{"id":"top",
                         "aria-label":"Top","data-x":"1"},"components":[
                         {"type":"text","tagName":"h1","content":"Hi &amp; <b>there</b>"},
                         {"type":"link","attributes":{"href":"https://example.org/?a=1&b=2","target":"_blank"},
                          "components":[{"type":"textnode","content":"out"}]},
                         {"type":"image","attributes":{"src":"MEDIA","alt":"x"},"resizable":{"ratioDefault":1}}]}
                        """
                                .replace("MEDIA", Pages.MEDIA),
                        """
                        {"selectors":["hero"],"style":{"padding":"clamp(1rem, 2vw + 1rem, 3rem)",
                         "background":"linear-gradient(90deg, #fff 0%, rgb(0 0 0 / 20%)) no-repeat",
                         "grid-template-columns":"repeat(auto-fit, minmax(min(100%, 16rem), 1fr))",
                         "font-family":"\\"Inter\\", system-ui","--gap":"1.5rem","margin":"calc(-1 * var(--gap))"}},
                        {"selectors":["hero"],"state":"hover","style":{"color":"red !important"}},
                        {"selectors":["#top"],"mediaText":"(max-width: 992px)","atRuleType":"media",
                         "style":{"background-image":"url('MEDIA')"}},
                        {"selectors":[],"selectorsAdd":".hero a:not(.x), .hero > p::before","style":{"content":"\\"\\\\201C\\""}},
                        {"selectors":[],"selectorsAdd":"from","atRuleType":"keyframes","mediaText":"fade","style":{"opacity":"0"}}
                        """
                                .replace("MEDIA", Pages.MEDIA));

        assertThat(Cleaner.clean(page).removed()).isEmpty();
    }
}
