package dev.plat.hosting.release;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One reason to refuse a release.
 *
 * @param path the file it is about; empty when it is about the release as a whole
 * @param rule stable kebab-case name of the rule
 * @param value what was found
 * @param allowed what would be accepted
 */
public record Violation(String path, String rule, String value, String allowed) {

    /** In the form a problem document carries. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("path", path);
        facts.put("rule", rule);
        facts.put("value", value);
        facts.put("allowed", allowed);
        return facts;
    }
}
