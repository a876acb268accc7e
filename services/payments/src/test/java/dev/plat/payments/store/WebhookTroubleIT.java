package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Delivery;
import dev.plat.payments.outgoing.Endpoint;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.payments.outgoing.Reach;
import dev.plat.payments.outgoing.SigningKeys;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong on our side, what is over, and how long somebody may be away. */
@Servers(postgres = 1, tier = "payments")
final class WebhookTroubleIT extends WebhooksOnAServer {

    WebhookTroubleIT(PostgresServers servers) {
        super(servers);
    }

    private Endpoint stands(Endpoints.WithSecret made) {
        return endpoints.of(made.endpoint().account()).getFirst();
    }

    private void execute(String sql) throws SQLException {
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Three days long it was down, weeks ago, and nothing happened since. */
    @Test
    void whoFailsOnceAfterAQuietSpellIsNotDisabled() throws Exception {
        Receiver receiver = receiver();
        receiver.status = 500;
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");
        Courier courier = courier();
        for (int tries = 1; tries <= 25; tries++) {
            turn(courier, made.endpoint());
            later(Duration.ofMinutes(tries <= 8 ? 12 : tries <= 13 ? 67 : 397));
        }
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("parked");
        later(Duration.ofDays(20));

        told(made.endpoint().account(), "b");
        turn(courier, made.endpoint());
        assertThat(stands(made).reason()).isEmpty();
        assertThat(stands(made).failingSince()).contains(now);
        receiver.status = 204;
        later(Duration.ofMinutes(2));
        turn(courier, made.endpoint());

        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered", "parked");
        assertThat(stands(made).failingSince()).isEmpty();
    }

    /** Nothing was tried, and it is nobody's failure but ours. */
    @Test
    void withoutTheRootNothingIsTakenUp() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");
        Delivery before = deliveries(made.endpoint()).getFirst();

        Courier without = courier(new SigningKeys(() -> "none"), reach, ControlPoints.NONE);
        assertThatThrownBy(without::work).hasMessageContaining("webhooks.root");
        without.close();

        assertThat(deliveries(made.endpoint())).containsExactly(before);
        turn(courier(), made.endpoint());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
    }

    /** What nobody thought of is a failure as any other: its schedule goes on. */
    @Test
    void whatCannotBeSentKeepsToItsSchedule() throws Exception {
        Endpoints.WithSecret made = named(receiver());
        told(made.endpoint().account(), "a");
        Reach broken =
                new Reach(
                        _ -> {
                            throw new IllegalStateException("nobody thought of it");
                        },
                        true);

        turn(courier(broken, ControlPoints.NONE), made.endpoint());

        Delivery missed = deliveries(made.endpoint()).getFirst();
        assertThat(missed.tries()).isEqualTo(1);
        assertThat(missed.answer().orElseThrow()).isNotBlank().doesNotContain("thought");
        assertThat(missed.due().orElseThrow())
                .isBetween(now.plus(Duration.ofSeconds(60)), now.plus(Duration.ofSeconds(66)));
    }

    /** Endpoint, then delivery: as whoever parks or replays. */
    @Test
    void whatWasTakenIsMarkedBehindItsEndpoint() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");
        String id = made.endpoint().id().uuid().toString();
        execute(
                "UPDATE webhook_endpoint SET failing_since = now() WHERE endpoint_id = '%s'"
                        .formatted(id));

        Courier courier = courier();
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute(
                    "SELECT FROM webhook_endpoint WHERE endpoint_id = '%s' FOR UPDATE"
                            .formatted(id));
            courier.work();
            Waits.until("the courier has sent and waits", this::waiting);
            statement.execute(
                    "SELECT FROM webhook_delivery WHERE endpoint_id = '%s' FOR UPDATE NOWAIT"
                            .formatted(id));
            owner.rollback();
        }

        turn(courier, made.endpoint());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
        assertThat(stands(made).failingSince()).isEmpty();
    }

    /** Whose endpoint is told much keeps nobody's transactions waiting. */
    @Test
    void whatIsOverIsTakenOutInParts() throws Exception {
        Endpoints.WithSecret made = named(receiver());
        told(made.endpoint().account(), "a");
        turn(courier(), made.endpoint());
        String id = made.endpoint().id().uuid().toString();
        execute(
                """
                INSERT INTO webhook_delivery
                SELECT d.bucket, d.endpoint_id,
                       overlay(d.event_id::text PLACING lpad(n::text, 6, '0') FROM 31)::uuid, n + 10, d.type, d.body,
                       d.told, d.tries, d.due, d.verdict, d.answer
                  FROM webhook_delivery d, generate_series(1, 2500) n
                 WHERE d.endpoint_id = '%s'\
                """
                        .formatted(id));
        execute(
                """
                CREATE FUNCTION few() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  IF (SELECT count(*) FROM gone) > 1000 THEN RAISE 'too many at once'; END IF;
                  RETURN NULL; END $$;
                CREATE TRIGGER few AFTER DELETE ON webhook_delivery REFERENCING OLD TABLE AS gone
                  FOR EACH STATEMENT EXECUTE FUNCTION few()\
                """);
        try {
            later(Duration.ofDays(31));
            assertThat(courier().prune()).isGreaterThanOrEqualTo(2501);
        } finally {
            execute("DROP TRIGGER few ON webhook_delivery; DROP FUNCTION few()");
        }

        assertThat(endpoints.deliveries(made.endpoint().account(), made.endpoint().id(), 9))
                .isEmpty();
        assertThat(endpoints.replay(Optional.empty(), made.endpoint().id(), Optional.empty()))
                .isZero();
    }
}
