package dev.plat.router.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement that is not prepared until it runs. When it is the transaction's first to
 * run, the fence is put in front of its text and both go to the server in one round trip: {@code
 * SELECT plat.plat_enter(?, ?); UPDATE …}. Until then its parameters are only written down; they
 * are numbered on by the fence's two.
 *
 * <p>A statement that carried the fence did so once. When it runs again it is prepared anew without
 * it, and what was written down is set again.
 */
final class FencedStatement implements InvocationHandler {

    private final RoutedTx tx;
    private final Object[] preparation;
    private final List<Setting> settings = new ArrayList<>();
    private @Nullable PreparedStatement actual;
    private boolean carriedFence;
    private boolean closed;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Setting(Method method, Object[] arguments) {

        boolean isParameter() {
            return arguments.length > 1 && arguments[0] instanceof Integer;
        }

        void apply(PreparedStatement statement, int shift) throws SQLException {
            Object[] shifted = arguments.clone();
            if (isParameter()) {
                shifted[0] = (Integer) arguments[0] + shift;
            }
            call(statement, method, shifted);
        }
    }

    private FencedStatement(RoutedTx tx, Object[] preparation) {
        this.tx = tx;
        this.preparation = preparation;
    }

    /**
     * @param preparation the arguments of {@link Connection#prepareStatement}
     */
    static PreparedStatement deferred(RoutedTx tx, Object[] preparation) {
        return proxy(PreparedStatement.class, new FencedStatement(tx, preparation));
    }

    /** A statement made after the fence; its failures are kept in mind, its limit is set. */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    static <S extends Statement> S noting(RoutedTx tx, Class<S> type, S statement) {
        return proxy(
                type,
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "getConnection" -> tx.connection();
                            case "equals" -> arguments != null && proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> {
                                try {
                                    if (method.getName().startsWith("execute")) {
                                        limit(tx, statement);
                                    }
                                    yield call(statement, method, arguments);
                                } catch (SQLException e) {
                                    throw tx.note(e);
                                }
                            }
                        });
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
            throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        try {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "FencedStatement[" + preparation[0] + "]";
                case "getConnection" -> tx.connection();
                case "close" -> close();
                case "isClosed" -> closed;
                case "clearParameters" -> clearParameters(method);
                case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
                        arguments.length == 0 ? execute(method) : call(plain(), method, given);
                case "executeBatch", "executeLargeBatch" -> {
                    limit(tx, plain());
                    yield call(plain(), method, given);
                }
                default ->
                        method.getName().startsWith("set")
                                ? set(method, arguments)
                                : call(actual == null ? plain() : actual, method, given);
            };
        } catch (SQLException e) {
            throw tx.note(e);
        }
    }

    private @Nullable Object set(Method method, Object[] arguments) throws SQLException {
        Setting setting = new Setting(method, arguments);
        settings.removeIf(old ->
                setting.isParameter()
                        && old.isParameter()
                        && old.arguments[0].equals(arguments[0]));
        settings.add(setting);
        if (actual != null && !carriedFence) {
            setting.apply(actual, 0);
        }
        return null;
    }

    private @Nullable Object clearParameters(Method method) throws SQLException {
        settings.removeIf(Setting::isParameter);
        return actual == null || carriedFence ? null : call(actual, method, null);
    }

    private @Nullable Object execute(Method method) throws SQLException {
        if (actual == null && !tx.entered()) {
            return executeWithFence(method.getName());
        }
        PreparedStatement statement = plain();
        limit(tx, statement);
        return call(statement, method, null);
    }

    private @Nullable Object executeWithFence(String how) throws SQLException {
        Fence fence = tx.fence().orElseThrow();
        Object[] combined = preparation.clone();
        combined[0] = fence.before((String) preparation[0]);
        PreparedStatement statement = prepare(combined);
        actual = statement;
        carriedFence = true;
        fence.bind(statement);
        for (Setting setting : settings) {
            setting.apply(statement, Fence.PARAMETERS);
        }
        limit(tx, statement);
        statement.execute();
        tx.passed(fence.passed(statement));
        boolean rows = statement.getMoreResults();
        return switch (how) {
            case "execute" -> rows;
            case "executeQuery" -> {
                if (!rows) {
                    throw new SQLException("No results were returned by the query.", "02000");
                }
                yield statement.getResultSet();
            }
            default -> {
                if (rows) {
                    throw new SQLException(
                            "A result was returned when none was expected.", "0100E");
                }
                yield how.equals("executeUpdate")
                        ? (Object) statement.getUpdateCount()
                        : (Object) statement.getLargeUpdateCount();
            }
        };
    }

    /** The statement without the fence, which has been passed. */
    private PreparedStatement plain() throws SQLException {
        if (actual != null && !carriedFence) {
            return actual;
        }
        if (actual != null) {
            actual.close();
        }
        tx.enter();
        PreparedStatement statement = prepare(preparation);
        for (Setting setting : settings) {
            setting.apply(statement, 0);
        }
        actual = statement;
        carriedFence = false;
        return statement;
    }

    private PreparedStatement prepare(Object[] arguments) throws SQLException {
        if (closed) {
            throw new SQLException("This statement has been closed.", "55000");
        }
        Connection raw = tx.raw();
        String sql = (String) arguments[0];
        return switch (arguments.length) {
            case 1 -> raw.prepareStatement(sql);
            case 3 -> raw.prepareStatement(sql, (Integer) arguments[1], (Integer) arguments[2]);
            default ->
                    raw.prepareStatement(
                            sql,
                            (Integer) arguments[1],
                            (Integer) arguments[2],
                            (Integer) arguments[3]);
        };
    }

    private @Nullable Object close() throws SQLException {
        closed = true;
        if (actual != null) {
            actual.close();
        }
        return null;
    }

    /** A deadline nearer than the server's own limit is the driver's to keep. */
    private static void limit(RoutedTx tx, Statement statement) throws SQLException {
        tx.checkDeadline();
        long seconds = tx.deadline().left().toSeconds() + 1;
        if (seconds < PostgresSettings.PATIENCE.toSeconds()) {
            statement.setQueryTimeout((int) seconds);
        }
    }

    private static @Nullable Object call(
            Statement statement, Method method, Object @Nullable [] arguments) throws SQLException {
        try {
            return method.invoke(statement, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getTargetException()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getTargetException());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <S> S proxy(Class<S> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        FencedStatement.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
