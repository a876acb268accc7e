package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of a mover that are cut at the worst moment, or without a word. */
@Servers(
        postgres = 2,
        own = true,
        settings = {"wal_level=logical", "wal_retrieve_retry_interval=200ms"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutLinesIT {

    private final MovingShards shards;

    CutLinesIT(PostgresServers servers) {
        shards = MovingShards.install(servers, Tier.BUILDING, "building");
    }

    /** Nobody can write to what was handed over: its grant waits for no rest of the driver. */
    @ParameterizedTest
    @ValueSource(strings = {"moved.after", "grant.before"})
    void whatWasHandedOverIsGrantedThoughTheLineIsCut(String cutAt) {
        int bucket = cutAt.startsWith("moved") ? 70 : 71;
        Rows.fill(shards, Side.SOURCE, bucket);
        Move move = shards.move(Duration.ZERO, bucket);
        AtomicBoolean once = new AtomicBoolean();
        ControlPoints cut =
                point -> {
                    if (point.equals(cutAt) && !once.getAndSet(true)) {
                        shards.run(
                                Side.TARGET,
                                """
                                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                                 WHERE application_name LIKE 'plat mover: swap%'
                                   AND datname = current_database()\
                                """);
                    }
                };

        assertThatThrownBy(() -> shards.drive(shards.mover(), move, cut))
                .isInstanceOf(WorldAway.class);

        assertThat(shards.state(Side.TARGET, bucket)).isEqualTo("owned 2");
        assertThat(shards.drive(move).step()).isEqualTo(Step.DONE);
        MoveContract.assertNothingIsLeft(shards);
    }

    @Test
    void theLockOfALineWhoseOtherEndIsGoneIsTakenAway() {
        Move move = shards.move(Duration.ZERO, 72);
        Mover mover =
                shards.newMover(
                        MoverSettings.of(shards.passwords().mover(), shards.passwords().copy())
                                .withSilence(Duration.ofSeconds(1)),
                        ControlPoints.NONE);
        mover.create(move);
        try (Mover.Session gone = mover.open(move).orElseThrow()) {
            assertThat(mover.open(move)).as("while it speaks").isEmpty();

            Waits.until(
                    "it is driven by another",
                    () -> {
                        Optional<Mover.Session> next = mover.open(move);
                        next.ifPresent(Mover.Session::close);
                        return next.isPresent();
                    });

            assertThatThrownBy(gone.world()::load).isInstanceOf(WorldAway.class);
        } finally {
            shards.leadAgain();
        }
        shards.mover().wish(move, Move.Wish.BACK);
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
    }

    @Test
    void serversAskThemselvesWhetherTheirClientsAreStillThere() throws SQLException {
        Dialer dialer =
                new Dialer(
                        MoverSettings.of(shards.passwords().mover(), shards.passwords().copy()),
                        shards.topology());
        try (Connection mover =
                dialer.dial(dialer.node(shards.tier(), "building-2"), "test", Limits.STEP)) {
            assertThat(limits(mover)).isEqualTo("5 5 3 20000");
        }
        try (PostgresRouter router = shards.router()) {
            Id site = new IdGenerator(Instant::now, new Random(1)).nextAnywhere(IdKind.SITE);
            assertThat(router.<String>read(site, tx -> limits(tx.connection())))
                    .isEqualTo("5 5 3 20000");
        }
    }

    private static String limits(Connection connection) throws SQLException {
        String sql =
                """
                SELECT concat_ws(' ', current_setting('tcp_keepalives_idle'),
                  current_setting('tcp_keepalives_interval'), current_setting('tcp_keepalives_count'),
                  rtrim(current_setting('tcp_user_timeout'), 'ms'))\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
