package dev.plat.hosting.release;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paths that lead somewhere without being a file's name, worked out once when a release is
 * made:
 *
 * <ul>
 *   <li>{@code folder/} shows {@code folder/index.html}
 *   <li>{@code about} shows {@code about.html}
 *   <li>{@code folder} goes to {@code folder/}, unless {@code folder.html} has taken that name
 *   <li>{@code about/} goes to {@code about}, unless there is {@code about/index.html}
 * </ul>
 *
 * A file's own name always wins.
 */
final class Routes {

    private static final String PAGE = ".html";
    private static final String INDEX = "index.html";

    private Routes() {}

    static Map<String, Route> derive(List<Entry> entries) {
        Map<String, Route> routes = new TreeMap<>();
        for (Entry entry : entries) {
            if (isIndex(entry.path())) {
                routes.put(folder(entry.path()), new Route.Serve(entry));
            } else if (isPage(entry.path())) {
                routes.put(withoutPage(entry.path()), new Route.Serve(entry));
            }
        }
        for (Entry entry : entries) {
            String path = entry.path();
            if (isIndex(path) && !path.equals(INDEX)) {
                String folder = folder(path);
                routes.putIfAbsent(
                        folder.substring(0, folder.length() - 1), new Route.Redirect(folder));
            } else if (!isIndex(path) && isPage(path)) {
                String clean = withoutPage(path);
                routes.putIfAbsent(clean + "/", new Route.Redirect(clean));
            }
        }
        entries.forEach(entry -> routes.remove(entry.path()));
        return routes;
    }

    private static boolean isIndex(String path) {
        return path.equals(INDEX) || path.endsWith("/" + INDEX);
    }

    /** With a name before the extension. */
    private static boolean isPage(String path) {
        return path.endsWith(PAGE) && !path.endsWith("/" + PAGE) && !path.equals(PAGE);
    }

    private static String folder(String path) {
        return path.substring(0, path.length() - INDEX.length());
    }

    private static String withoutPage(String path) {
        return path.substring(0, path.length() - PAGE.length());
    }
}
