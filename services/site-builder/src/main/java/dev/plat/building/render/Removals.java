package dev.plat.building.render;

import java.util.ArrayList;
import java.util.List;

/** Collects what was taken out; stops listing, never stops removing, at a bound. */
final class Removals {

    private static final int LISTED_MAX = 200;

    private final List<Removed> list = new ArrayList<>();

    void add(String place, Object value, String rule) {
        if (list.size() < LISTED_MAX) {
            String text = Removed.shortened(Texts.ofScalar(value));
            list.add(new Removed(place, text, rule));
        }
    }

    List<Removed> toList() {
        return List.copyOf(list);
    }
}
