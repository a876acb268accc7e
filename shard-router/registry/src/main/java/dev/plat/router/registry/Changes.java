package dev.plat.router.registry;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What has to be read again: some paths, or everything.
 *
 * <p>Threads: safe.
 */
final class Changes {

    /** Beyond it one reading of everything costs less. */
    private static final int PATHS_MAX = 200;

    private final Set<String> paths = new LinkedHashSet<>();
    private boolean everything;

    /**
     * What was gathered.
     *
     * @param paths nothing when {@code everything}
     */
    record Gathered(boolean everything, Set<String> paths) {}

    synchronized void everything() {
        everything = true;
        paths.clear();
    }

    synchronized void path(String path) {
        if (!everything && paths.add(path) && paths.size() > PATHS_MAX) {
            everything();
        }
    }

    /** From now on gathering begins anew. */
    synchronized Gathered take() {
        var gathered = new Gathered(everything, Set.copyOf(paths));
        everything = false;
        paths.clear();
        return gathered;
    }
}
