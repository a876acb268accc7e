package dev.plat.chassis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Committed;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.TxWork;
import dev.plat.router.core.WriteOptions;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Key;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitPointsTest {

    private static final Bucket KEY = new Bucket(1);

    private final List<String> said = new ArrayList<>();
    private final Router router = CommitPoints.around(new Here(), said::add);

    @Test
    void eachCommitHasAPointOnEitherSideByTheNameOfItsWriter() {
        new BookKeeper().writesDown();

        assertThat(said)
                .containsExactly(
                        "worked",
                        "commit.commit-points-test-book-keeper.writes-down.before",
                        "committed",
                        "commit.commit-points-test-book-keeper.writes-down.after");
    }

    @Test
    void whatIsStoppedBeforeTheCommitIsNotCommitted() {
        Router stopping =
                CommitPoints.around(
                        new Here(),
                        point -> {
                            throw new IllegalStateException(point);
                        });

        assertThatThrownBy(() -> stopping.write(KEY, _ -> "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(".before");
        assertThat(said).isEmpty();
    }

    @Test
    void nothingStandsInTheWayWhereNothingIsTested() {
        Router bare = new Here();

        assertThat(CommitPoints.around(bare, ControlPoints.NONE)).isSameAs(bare);
    }

    private final class BookKeeper {

        void writesDown() {
            List.of(1).forEach(_ -> router.write(KEY, _ -> said.add("worked")));
        }
    }

    /** Runs work at once; a commit is a line. */
    private final class Here implements Router {

        @Override
        public <T> T write(Key key, TxWork<T> work) {
            return write(key, Deadline.in(java.time.Duration.ofSeconds(1)), work);
        }

        @Override
        public <T> T write(Key key, Deadline deadline, TxWork<T> work) {
            try {
                T result = work.run(new NoTx(deadline));
                said.add("committed");
                return result;
            } catch (SQLException e) {
                throw new RoutedSqlException(e);
            }
        }

        @Override
        public <T> Committed<T> write(Key key, WriteOptions options, TxWork<T> work) {
            return new Committed.Now<>(write(key, work));
        }

        @Override
        public <T> T read(Key key, TxWork<T> work) {
            return write(key, work);
        }

        @Override
        public <T> T read(Key key, Deadline deadline, TxWork<T> work) {
            return write(key, work);
        }

        @Override
        public <T> Scatter<T> scatter(Deadline deadline, TxWork<T> work) {
            return new Scatter<>(List.of(write(KEY, work)), List.of());
        }

        @Override
        public void close() {}
    }

    private record NoTx(Deadline deadline) implements Tx {

        @Override
        public Bucket bucket() {
            return KEY;
        }

        @Override
        public Connection connection() {
            throw new IllegalStateException("no database here");
        }

        @Override
        public void afterCommit(Runnable action) {
            action.run();
        }

        @Override
        public void expect(Key key) {}
    }
}
