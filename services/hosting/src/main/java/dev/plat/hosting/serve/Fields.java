package dev.plat.hosting.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header fields of one request head, in the order in which they came. */
final class Fields {

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    void add(String name, String value) {
        names.add(name.toLowerCase(Locale.ROOT));
        values.add(value);
    }

    int size() {
        return names.size();
    }

    int count(String lowerName) {
        int count = 0;
        for (String name : names) {
            if (name.equals(lowerName)) {
                count++;
            }
        }
        return count;
    }

    /** All lines of this name as one list value (RFC 9110 §5.3). */
    Optional<String> get(String lowerName) {
        String found = null;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(lowerName)) {
                found = found == null ? values.get(i) : found + ", " + values.get(i);
            }
        }
        return Optional.ofNullable(found);
    }

    boolean contains(String lowerName) {
        return names.contains(lowerName);
    }

    /** Whether a comma-separated list has this member, in any case. */
    boolean lists(String lowerName, String member) {
        return get(lowerName).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value -> value.strip().equalsIgnoreCase(member));
    }
}
