package dev.plat.router.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The connection that work is handed. Nothing reaches the shard through it before the fence was
 * passed, and the transaction's end and the connection's settings stay the router's. Closing does
 * nothing, because libraries that were given a connection close it.
 */
final class FencedConnection implements InvocationHandler {

    private final RoutedTx tx;

    private FencedConnection(RoutedTx tx) {
        this.tx = tx;
    }

    static Connection of(RoutedTx tx) {
        return (Connection)
                Proxy.newProxyInstance(
                        FencedConnection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new FencedConnection(tx));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
            throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "FencedConnection@" + System.identityHashCode(proxy);
            case "close", "setReadOnly" -> null;
            case "isClosed" -> tx.over();
            case "getAutoCommit" -> false;
            case "isReadOnly" -> !tx.isWrite();
            case "getTransactionIsolation" -> tx.isolation();
            case "setAutoCommit" -> onlyIf(Boolean.FALSE.equals(arguments[0]), method);
            case "setTransactionIsolation" ->
                    onlyIf(Integer.valueOf(tx.isolation()).equals(arguments[0]), method);
            case "commit",
                    "abort",
                    "setCatalog",
                    "setSchema",
                    "setHoldability",
                    "setNetworkTimeout",
                    "setClientInfo",
                    "setTypeMap" ->
                    onlyIf(false, method);
            case "rollback" -> arguments.length == 0 ? onlyIf(false, method) : late(method, given);
            case "prepareStatement" -> prepare(method, arguments);
            case "createStatement" ->
                    FencedStatement.noting(
                            tx, Statement.class, (Statement) required(late(method, given)));
            case "prepareCall", "setSavepoint", "releaseSavepoint", "unwrap" -> late(method, given);
            default -> call(method, given);
        };
    }

    private static @Nullable Object onlyIf(boolean allowed, Method method) {
        if (!allowed) {
            throw new IllegalStateException(
                    method.getName() + " is the router's business, not the work's");
        }
        return null;
    }

    /**
     * Only the plain forms carry the fence: with generated keys the driver would take the fence's
     * answer for a key.
     */
    private PreparedStatement prepare(Method method, Object[] arguments) throws Throwable {
        boolean plain =
                arguments.length == 1 || (arguments.length > 2 && arguments[1] instanceof Integer);
        if (plain && !tx.entered()) {
            tx.raw();
            return FencedStatement.deferred(tx, arguments);
        }
        return FencedStatement.noting(
                tx, PreparedStatement.class, (PreparedStatement) required(late(method, arguments)));
    }

    private static Object required(@Nullable Object made) {
        if (made == null) {
            throw new IllegalStateException("the driver made nothing");
        }
        return made;
    }

    private @Nullable Object late(Method method, Object @Nullable [] arguments) throws Throwable {
        tx.enter();
        return call(method, arguments);
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(tx.raw(), arguments);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof SQLException failure) {
                throw tx.note(failure);
            }
            throw e.getTargetException();
        }
    }
}
