package dev.plat.router.core;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What runs inside a routed transaction, once or more often. */
@FunctionalInterface
public interface TxWork<T extends @Nullable Object> {

    T run(Tx tx) throws SQLException;
}
