package dev.plat.hosting.release;

/** What a path of a site leads to. */
public sealed interface Route {

    /** These bytes. */
    record Serve(Entry entry) implements Route {}

    /**
     * Elsewhere on the same host, for good.
     *
     * @param path without a leading slash, not yet percent-encoded
     */
    record Redirect(String path) implements Route {}
}
