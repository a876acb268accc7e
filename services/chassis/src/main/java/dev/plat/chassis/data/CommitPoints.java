package dev.plat.chassis.data;

import dev.plat.router.core.Committed;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.TxWork;
import dev.plat.router.core.WriteOptions;
import dev.plat.schemas.Key;
import java.util.Locale;

/**
 * For a process under test: a control point on either side of each commit, named after the code
 * that writes, so that none is forgotten: {@code commit.payment-book.place.before} when its work is
 * done and not committed, {@code commit.payment-book.place.after} when the commit was answered and
 * the writer has not heard of it yet.
 *
 * <p>Threads: safe.
 */
public final class CommitPoints implements Router {

    private static final StackWalker STACK = StackWalker.getInstance();

    private final Router router;
    private final ControlPoints points;

    private CommitPoints(Router router, ControlPoints points) {
        this.router = router;
        this.points = points;
    }

    /** The router itself where nothing is tested. */
    public static Router around(Router router, ControlPoints points) {
        return points.equals(ControlPoints.NONE) ? router : new CommitPoints(router, points);
    }

    @Override
    public <T> T write(Key key, TxWork<T> work) {
        String point = point();
        return after(point, router.write(key, before(point, work)));
    }

    @Override
    public <T> T write(Key key, Deadline deadline, TxWork<T> work) {
        String point = point();
        return after(point, router.write(key, deadline, before(point, work)));
    }

    @Override
    public <T> Committed<T> write(Key key, WriteOptions options, TxWork<T> work) {
        String point = point();
        return after(point, router.write(key, options, before(point, work)));
    }

    private <T> TxWork<T> before(String point, TxWork<T> work) {
        return tx -> {
            T result = work.run(tx);
            points.reach(point + ".before");
            return result;
        };
    }

    private <T> T after(String point, T result) {
        points.reach(point + ".after");
        return result;
    }

    private static String point() {
        return STACK.walk(frames ->
                frames.filter(CommitPoints::writes)
                        .findFirst()
                        .map(frame -> "commit." + words(simple(frame)) + "." + words(method(frame)))
                        .orElse("commit.nobody"));
    }

    private static boolean writes(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        return type.startsWith("dev.plat.")
                && !type.startsWith("dev.plat.router.")
                && !type.equals(CommitPoints.class.getName())
                && !type.equals(ScopedRouter.class.getName());
    }

    private static String simple(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** Of a lambda, the one that it stands in. */
    private static String method(StackWalker.StackFrame frame) {
        String method = frame.getMethodName();
        return method.startsWith("lambda$") ? method.split("\\$", -1)[1] : method;
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z]+", "-")
                .replaceAll("^-|-$", "")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public <T> T read(Key key, TxWork<T> work) {
        return router.read(key, work);
    }

    @Override
    public <T> T read(Key key, Deadline deadline, TxWork<T> work) {
        return router.read(key, deadline, work);
    }

    @Override
    public <T> Scatter<T> scatter(Deadline deadline, TxWork<T> work) {
        return router.scatter(deadline, work);
    }

    @Override
    public void close() {
        router.close();
    }
}
