package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.store.Change;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One thing that can be asked for.
 *
 * @param op its name, for scripts
 * @param path below {@code /v1/}, with {@code *} for the id
 */
record Route(String op, String method, String path, Handler handler) {

    /** Carries it out. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Change change, Call call) throws SQLException;
    }

    /** The id in a path that fits, empty when it has none. */
    Optional<String> fits(String asked, String target) {
        if (!method.equals(asked)) {
            return Optional.empty();
        }
        int star = path.indexOf('*');
        if (star < 0) {
            return path.equals(target) ? Optional.of("") : Optional.empty();
        }
        String head = path.substring(0, star);
        String tail = path.substring(star + 1);
        if (target.length() <= head.length() + tail.length()
                || !target.startsWith(head)
                || !target.endsWith(tail)) {
            return Optional.empty();
        }
        String id = target.substring(head.length(), target.length() - tail.length());
        return id.contains("/") ? Optional.empty() : Optional.of(id);
    }
}
