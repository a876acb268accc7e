package dev.plat.building.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes cleaned rules as one style sheet in GrapesJS's order: rules without users left out, plain
 * rules first, then at-rules, each kind of condition once, wide before narrow unless both count
 * from below. Inline styles come last.
 */
final class StyleSheet {

    /** GrapesJS's {@code protectedCss}: templates and blocks rely on it. */
    static final String BASE = "* { box-sizing: border-box; } body {margin: 0;}";

    private static final Pattern LENGTH = Pattern.compile("(-?\\d*\\.?\\d+)\\w{0,}");

    private final Set<String> users;
    private final PublishedMedia media;

    StyleSheet(Set<String> users, PublishedMedia media) {
        this.users = users;
        this.media = media;
    }

    String write(List<Object> rules, Map<String, String> inlineRules) {
        StringBuilder out = new StringBuilder(BASE);
        Map<String, StringBuilder> atRules = new LinkedHashMap<>();
        for (Object each : rules) {
            Map<?, ?> rule = (Map<?, ?>) each;
            String atRule = atRule(rule);
            // Also for a rule nobody uses: it fixes the place of its at-rule among equals.
            StringBuilder to =
                    atRule.isEmpty()
                            ? out
                            : atRules.computeIfAbsent(atRule, _ -> new StringBuilder());
            if (isUsed(rule)) {
                block(rule, to);
            }
        }
        for (String atRule : inOrder(atRules.keySet())) {
            String blocks = String.valueOf(atRules.get(atRule));
            if (!blocks.isEmpty()) {
                out.append(atRule).append('{').append(blocks).append('}');
            }
        }
        inlineRules.forEach((selector, style) -> rule(selector, published(style), out));
        return out.append('\n').toString();
    }

    private boolean isUsed(Map<?, ?> rule) {
        if (rule.containsKey("selectorsAdd")) {
            return true;
        }
        return selectors(rule).stream().anyMatch(users::contains);
    }

    private void block(Map<?, ?> rule, StringBuilder out) {
        String state = rule.get("state") instanceof String text ? ":" + text : "";
        List<String> parts = new ArrayList<>();
        String own = String.join("", selectors(rule));
        if (!own.isEmpty()) {
            parts.add(own + state);
        }
        if (rule.get("selectorsAdd") instanceof String add) {
            parts.add(add);
        }
        boolean important = Boolean.TRUE.equals(rule.get("important"));
        String style =
                rule.get("style") instanceof Map<?, ?> map
                        ? Declarations.write(map, important)
                        : "";
        rule(String.join(", ", parts), published(style), out);
    }

    private static void rule(String selector, String style, StringBuilder out) {
        if (!selector.isEmpty() && !style.isEmpty()) {
            out.append(selector).append('{').append(style).append('}');
        }
    }

    /** Own media gets its published place; a declaration whose picture is gone goes with it. */
    private String published(String style) {
        if (!style.contains("url(")) {
            return style;
        }
        StyleCleaner mapping = new StyleCleaner(new Removals(), media::url);
        return Declarations.write(mapping.clean(Declarations.read(style), ""));
    }

    private static List<String> selectors(Map<?, ?> rule) {
        List<?> list = rule.get("selectors") instanceof List<?> given ? given : List.of();
        return list.stream().map(one -> Selectors.full(one)).toList();
    }

    private static String atRule(Map<?, ?> rule) {
        return rule.get("atRuleType") instanceof String type
                ? "@" + type + " " + rule.get("mediaText")
                : "";
    }

    /**
     * GrapesJS's order is not transitive where {@code min-width} meets {@code max-width}, so the
     * outcome depends on the sort. This is what V8's does with fewer than 64 elements: a first run,
     * turned round if it falls, then binary insertion.
     */
    private static List<String> inOrder(Set<String> atRules) {
        List<String> given = List.copyOf(atRules);
        int run = Math.min(2, given.size());
        boolean falls = run == 2 && compare(given.get(1), given.get(0)) < 0;
        while (run > 1
                && run < given.size()
                && (compare(given.get(run), given.get(run - 1)) < 0) == falls) {
            run++;
        }
        List<String> first = given.subList(0, run);
        List<String> sorted = new ArrayList<>(falls ? first.reversed() : first);
        for (String atRule : given.subList(run, given.size())) {
            sorted.add(place(sorted, atRule), atRule);
        }
        return sorted;
    }

    private static int place(List<String> sorted, String atRule) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(atRule, sorted.get(middle)) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int compare(String a, String b) {
        boolean fromBelow = a.contains("min-width") && b.contains("min-width");
        return fromBelow
                ? Double.compare(length(a), length(b))
                : Double.compare(length(b), length(a));
    }

    private static double length(String condition) {
        Matcher matcher = LENGTH.matcher(condition);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.MAX_VALUE;
    }
}
