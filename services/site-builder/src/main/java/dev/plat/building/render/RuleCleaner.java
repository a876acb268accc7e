package dev.plat.building.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cleans GrapesJS's structured rules: {@code selectors}, {@code selectorsAdd}, {@code state},
 * {@code atRuleType} with {@code mediaText}, {@code style}. At-rules are {@code @media} and
 * {@code @keyframes}; the rest is taken out and named.
 */
final class RuleCleaner {

    static final int RULES_MAX = 10_000;

    private static final Set<String> FLAGS = Set.of("important", "stylable", "group");
    private static final Set<String> KNOWN =
            Set.of(
                    "selectors",
                    "selectorsAdd",
                    "state",
                    "atRuleType",
                    "mediaText",
                    "style",
                    "singleAtRule");
    private static final Pattern STATE =
            Pattern.compile("[a-z:-]{1,30}(?:\\([0-9a-z+ -]{1,20}\\))?");

    private final Removals removals;
    private final StyleCleaner styles;

    RuleCleaner(Removals removals, StyleCleaner styles) {
        this.removals = removals;
        this.styles = styles;
    }

    List<Object> clean(List<Object> rules, String place) {
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String at = Pointer.of(place, i);
            if (rules.get(i) instanceof Map<?, ?> rule && i < RULES_MAX) {
                rule(rule, at).ifPresent(kept::add);
            } else {
                removals.add(at, rules.get(i), "css-rule");
            }
        }
        return kept;
    }

    private Optional<Map<String, Object>> rule(Map<?, ?> rule, String at) {
        Map<String, Object> kept = new LinkedHashMap<>();
        if (!header(rule, kept) || !selectors(rule, kept)) {
            removals.add(at, rule, "css-rule");
            return Optional.empty();
        }
        Object style = rule.get("style");
        if (style instanceof Map<?, ?> map) {
            kept.put("style", styles.clean(map, Pointer.of(at, "style")));
        } else if (style instanceof String text) {
            kept.put("style", styles.clean(Declarations.read(text), Pointer.of(at, "style")));
        } else {
            kept.put("style", Map.of());
        }
        extras(rule, kept, at);
        return Optional.of(kept);
    }

    private static boolean header(Map<?, ?> rule, Map<String, Object> kept) {
        Object type = rule.get("atRuleType");
        Object media = rule.get("mediaText");
        Object state = rule.get("state");
        boolean single = Boolean.TRUE.equals(rule.get("singleAtRule"));
        if (single) {
            return false; // @font-face and @page: fonts are not media yet.
        }
        if (state instanceof String text && !text.isEmpty()) {
            if (!STATE.matcher(text).matches()) {
                return false;
            }
            kept.put("state", text);
        }
        String mediaText = media instanceof String text ? text.strip() : "";
        String typeText = type instanceof String text ? text : mediaText.isEmpty() ? "" : "media";
        return switch (typeText) {
            case "" -> true;
            case "media" -> {
                kept.put("atRuleType", "media");
                kept.put("mediaText", mediaText);
                yield CssText.media(mediaText).isPresent();
            }
            case "keyframes" -> {
                kept.put("atRuleType", "keyframes");
                kept.put("mediaText", mediaText);
                yield Markup.isName(mediaText);
            }
            default -> false;
        };
    }

    private static boolean selectors(Map<?, ?> rule, Map<String, Object> kept) {
        List<Object> names = new ArrayList<>();
        if (rule.get("selectors") instanceof List<?> list) {
            for (Object one : list) {
                Optional<Object> name = Selectors.cleanOne(one);
                if (name.isEmpty()) {
                    return false;
                }
                names.add(name.get());
            }
        }
        kept.put("selectors", names);
        if (rule.get("selectorsAdd") instanceof String add && !add.isBlank()) {
            kept.put("selectorsAdd", add);
            boolean keyframes = "keyframes".equals(kept.get("atRuleType"));
            return keyframes ? CssText.isKeyframe(add) : CssText.selector(add).isPresent();
        }
        return true;
    }

    private void extras(Map<?, ?> rule, Map<String, Object> kept, String at) {
        for (Map.Entry<?, ?> entry : rule.entrySet()) {
            String name = (String) entry.getKey();
            if (FLAGS.contains(name) && Texts.isScalar(entry.getValue())) {
                if (name.equals("group") && !Markup.isName(Texts.ofScalar(entry.getValue()))) {
                    removals.add(Pointer.of(at, name), entry.getValue(), "property");
                } else {
                    kept.put(name, entry.getValue());
                }
            } else if (!KNOWN.contains(name) && !name.startsWith("_")) {
                removals.add(Pointer.of(at, name), entry.getValue(), "property");
            }
        }
    }
}
