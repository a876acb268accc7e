package dev.plat.chassis.data;

import dev.plat.router.core.Committed;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.TxWork;
import dev.plat.router.core.WriteOptions;
import dev.plat.schemas.Key;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A router that also says, for the length of the work, which connection the calling thread's
 * repositories use.
 *
 * <p>Threads: safe; the binding is the thread's own.
 */
public final class ScopedRouter implements Router {

    private static final ScopedValue<Tx> CURRENT = ScopedValue.newInstance();

    private final Router router;

    public ScopedRouter(Router router) {
        this.router = router;
    }

    /**
     * The connection of the routed transaction this thread is in.
     *
     * @throws IllegalStateException outside {@code router.write} and {@code router.read}
     */
    static Connection currentConnection() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException(
                    "a repository was called outside router.write or router.read");
        }
        return CURRENT.get().connection();
    }

    @Override
    public <T> T write(Key key, TxWork<T> work) {
        return router.write(key, scoped(work));
    }

    @Override
    public <T> T write(Key key, Deadline deadline, TxWork<T> work) {
        return router.write(key, deadline, scoped(work));
    }

    @Override
    public <T> Committed<T> write(Key key, WriteOptions options, TxWork<T> work) {
        return router.write(key, options, scoped(work));
    }

    @Override
    public <T> T read(Key key, TxWork<T> work) {
        return router.read(key, scoped(work));
    }

    @Override
    public <T> T read(Key key, Deadline deadline, TxWork<T> work) {
        return router.read(key, deadline, scoped(work));
    }

    @Override
    public <T> Scatter<T> scatter(Deadline deadline, TxWork<T> work) {
        return router.scatter(deadline, scoped(work));
    }

    @Override
    public void close() {
        router.close();
    }

    private static <T> TxWork<T> scoped(TxWork<T> work) {
        return tx -> ScopedValue.where(CURRENT, tx).<T, SQLException>call(() -> work.run(tx));
    }
}
