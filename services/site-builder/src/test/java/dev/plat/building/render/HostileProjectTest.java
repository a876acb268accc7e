package dev.plat.building.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds projects at random from ordinary and hostile pieces; whatever comes out must be harmless.
 */
class HostileProjectTest {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    "hero",
                    "javascript:alert(1)",
                    " jav\tascript:alert(1)",
                    "data:text/html,<script>x</script>",
                    "data:image/png;base64,AAAA",
                    "//evil.example/",
                    "\\\\evil.example",
                    "https://x/\"onload=\"x",
                    "</style><script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>",
                    "--><script>x</script>",
                    "<svg><style><img src=x onerror=alert(1)></style></svg>",
                    "<a href='javascript:x' onclick=x>y</a>",
                    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=x&gt;\">",
                    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>",
                    "<noscript><p title=\"</noscript><img src=x onerror=x>\">",
                    "<b style=\"color:red;behavior:url(x)\">z</b>",
                    "red;}body{color:blue",
                    "url(javascript:x)",
                    "url('/api/v1/sites/site_01abc/media/media_01abc/content')",
                    "expression(alert(1))",
                    "\\65xpression(1)",
                    "calc(1px + 2px)",
                    "clamp(1px, 2vw + 1px, 3px)",
                    "\u0000",
                    "\u2028",
                    "\ud800",
                    "&lt;script&gt;",
                    "a\" onclick=\"x",
                    "(max-width: 500px)",
                    "from",
                    "hover",
                    "x}*{",
                    "@import 'x'",
                    "#i1");

    private static final List<String> NAMES =
            List.of(
                    "type",
                    "tagName",
                    "attributes",
                    "classes",
                    "components",
                    "content",
                    "style",
                    "src",
                    "name",
                    "script",
                    "selectors",
                    "selectorsAdd",
                    "state",
                    "atRuleType",
                    "mediaText",
                    "singleAtRule",
                    "important",
                    "href",
                    "onclick",
                    "onerror",
                    "srcset",
                    "id",
                    "class",
                    "alt",
                    "target",
                    "data-x",
                    "aria-label",
                    "formaction",
                    "color",
                    "background",
                    "width",
                    "behavior",
                    "--x",
                    "color:red;}",
                    "x onclick",
                    "_private",
                    "void");

    private static final List<String> KINDS =
            List.of(
                    "div",
                    "p",
                    "a",
                    "img",
                    "table",
                    "svg",
                    "math",
                    "script",
                    "style",
                    "iframe",
                    "form",
                    "h1",
                    "br",
                    "body",
                    "noscript",
                    "template",
                    "text",
                    "link",
                    "image",
                    "textnode",
                    "comment",
                    "video",
                    "map",
                    "cell",
                    "media",
                    "keyframes",
                    "font-face",
                    "import",
                    "x-y",
                    "DIV",
                    "a/onclick");

    @SeededTest(cases = 3_000)
    void nothingHostileReachesAPage(Seed seed) {
        ProjectDocument page = page(seed);
        RenderedPage rendered;
        try {
            rendered = Pages.render(page);
        } catch (PlatException refused) {
            assertThat(refused.code().httpStatus()).isEqualTo(422);
            return;
        }

        Invariants.hold(rendered);
        assertThat(rendered.html()).isEqualTo(Pages.render(page).html());
        Cleaned once = Cleaner.clean(page);
        Cleaned twice = Cleaner.clean(once.document());
        assertThat(new String(twice.document().toBytes(), UTF_8))
                .isEqualTo(new String(once.document().toBytes(), UTF_8));
        assertThat(ProjectDocument.parse(once.document().toBytes()).toBytes())
                .isEqualTo(once.document().toBytes());
    }

    private static ProjectDocument page(Seed seed) {
        Map<String, Object> wrapper = component(seed, 4);
        List<Object> styles = new ArrayList<>();
        seed.list(6, () -> rule(seed)).forEach(styles::add);
        return new ProjectDocument(1, "0.23.6", "page", wrapper, styles);
    }

    private static Map<String, Object> component(Seed seed, int depth) {
        Map<String, Object> component = new LinkedHashMap<>();
        if (seed.chance(0.6)) {
            component.put("type", seed.pick(KINDS));
        }
        if (seed.chance(0.6)) {
            component.put("tagName", seed.pick(KINDS));
        }
        component.put("attributes", seed.chance(0.9) ? map(seed) : value(seed, 2));
        component.put("style", seed.chance(0.7) ? map(seed) : value(seed, 2));
        component.put(
                "classes",
                seed.chance(0.7) ? seed.list(3, () -> seed.pick(TEXTS)) : value(seed, 2));
        for (Map.Entry<String, Object> entry : map(seed).entrySet()) {
            component.putIfAbsent(entry.getKey(), entry.getValue());
        }
        if (depth > 0 && seed.chance(0.7)) {
            List<Object> children = new ArrayList<>(seed.list(4, () -> component(seed, depth - 1)));
            component.put("components", children);
        } else {
            component.put("components", seed.pick(TEXTS));
        }
        return component;
    }

    private static Map<String, Object> rule(Seed seed) {
        Map<String, Object> rule = map(seed);
        rule.put("selectors", seed.list(2, () -> seed.pick(TEXTS)));
        rule.put("style", map(seed));
        if (seed.chance(0.4)) {
            rule.put("atRuleType", seed.pick(KINDS));
        }
        return rule;
    }

    private static Map<String, Object> map(Seed seed) {
        Map<String, Object> map = new LinkedHashMap<>();
        seed.list(5, () -> seed.pick(NAMES)).forEach(name -> map.put(name, value(seed, 2)));
        return map;
    }

    private static Object value(Seed seed, int depth) {
        return switch (seed.between(0, depth == 0 ? 4 : 6)) {
            case 0 -> 7L;
            case 1 -> seed.chance(0.5);
            case 2 -> Json.NULL;
            case 3, 4 -> seed.pick(TEXTS) + (seed.chance(0.2) ? seed.pick(TEXTS) : "");
            case 5 -> new ArrayList<Object>(seed.list(3, () -> value(seed, depth - 1)));
            default -> map(seed);
        };
    }
}
