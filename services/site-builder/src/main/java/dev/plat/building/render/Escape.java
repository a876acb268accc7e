package dev.plat.building.render;

/** The only two ways text gets into HTML here. */
final class Escape {

    private Escape() {}

    static String text(String text) {
        return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String attribute(String text) {
        return text(text).replace("\"", "&quot;");
    }

    /** HTML has no way to say NUL and calls it an error; browsers drop it or show a mark. */
    private static String visible(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }
}
