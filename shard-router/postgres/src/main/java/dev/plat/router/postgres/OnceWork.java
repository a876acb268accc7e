package dev.plat.router.postgres;

import dev.plat.router.core.Committed;
import dev.plat.router.core.Tx;
import dev.plat.router.core.TxWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Work that is committed once, however often it is tried. Before it runs, its transaction inserts a
 * row with its key and a mark of this try into the bucket's table {@code idempotency}. A second try
 * waits there until the first has ended, and then knows how: the row is gone, or it stands there
 * with a mark. The row lies in the bucket, so the answer stays right when the bucket moves and when
 * the shard fails over, where transaction ids say nothing.
 *
 * <p>Services keep rows of their own there, whose keys begin with an id and a space; ours begin
 * with {@code write} and a space, and no id does.
 *
 * <p>Threads: for one.
 */
final class OnceWork<T> implements TxWork<Committed<T>> {

    private static final String PREFIX = "write ";
    private static final int MARK_BYTES = 16;
    private static final String CLAIM =
            """
            INSERT INTO idempotency (bucket, key, request_sha256) VALUES (?, ?, ?)
            ON CONFLICT (bucket, key) DO NOTHING\
            """;
    private static final String FIND =
            "SELECT request_sha256 FROM idempotency WHERE bucket = ? AND key = ?";

    @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals
    private record Try<T>(byte[] mark, T value, List<Runnable> afterCommit) {}

    private final String key;
    private final TxWork<T> work;
    private final RandomGenerator random;
    private final List<Try<T>> tries = new ArrayList<>();
    private int claims;

    OnceWork(String key, TxWork<T> work, RandomGenerator random) {
        this.key = PREFIX + key;
        this.work = work;
        this.random = random;
    }

    @Override
    public Committed<T> run(Tx tx) throws SQLException {
        byte[] mark = new byte[MARK_BYTES];
        random.nextBytes(mark);
        if (claim(tx, mark)) {
            // No earlier try was committed, and none will be: their rows would be in the way.
            tries.clear();
            claims++;
            T value = work.run(tx);
            tries.add(new Try<>(mark, value, ((RoutedTx) tx).afterCommit()));
            return new Committed.Now<>(value);
        }
        byte[] found = find(tx);
        for (Try<T> mine : tries) {
            if (Arrays.equals(mine.mark, found)) {
                mine.afterCommit.forEach(tx::afterCommit);
                return new Committed.Now<>(mine.value);
            }
        }
        return new Committed.Earlier<>();
    }

    /** Rises with each try that found no earlier one committed: from then on none of them is. */
    int claims() {
        return claims;
    }

    private boolean claim(Tx tx, byte[] mark) throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement(CLAIM)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, key);
            insert.setBytes(3, mark);
            return insert.executeUpdate() == 1;
        }
    }

    private byte[] find(Tx tx) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(FIND)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        }
    }
}
