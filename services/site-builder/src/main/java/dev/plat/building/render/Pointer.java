package dev.plat.building.render;

/** Builds JSON pointers (RFC 6901). */
final class Pointer {

    private Pointer() {}

    static String of(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String of(String parent, int index) {
        return parent + "/" + index;
    }
}
