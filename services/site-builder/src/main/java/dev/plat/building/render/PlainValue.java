package dev.plat.building.render;

import java.util.List;
import java.util.Map;

/**
 * Is a value of an editor's property harmless to write into the editor's own page? GrapesJS puts
 * some of them into its panels as HTML.
 */
final class PlainValue {

    private static final int TEXT_MAX = 200;
    private static final int ITEMS_MAX = 100;
    private static final int DEPTH_MAX = 3;

    private PlainValue() {}

    static boolean isPlain(Object value) {
        return isPlain(value, DEPTH_MAX);
    }

    private static boolean isPlain(Object value, int depth) {
        return switch (value) {
            case String text ->
                    text.length() <= TEXT_MAX
                            && text.chars().noneMatch(c -> "<>&`".indexOf(c) >= 0);
            case List<?> list ->
                    depth > 0
                            && list.size() <= ITEMS_MAX
                            && list.stream().allMatch(one -> isPlain(one, depth - 1));
            case Map<?, ?> map ->
                    depth > 0
                            && map.size() <= ITEMS_MAX
                            && map.entrySet().stream()
                                    .allMatch(one ->
                                            isPlain(one.getKey(), 0)
                                                    && isPlain(one.getValue(), depth - 1));
            default -> true;
        };
    }
}
