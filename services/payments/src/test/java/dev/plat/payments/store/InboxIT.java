package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.webhook.Inbox;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Events that are lost, doubled and shuffled change nothing but once. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class InboxIT extends PaymentsOnAServer {

    InboxIT(PostgresServers servers) {
        super(servers);
    }

    private ProviderEvent event(String id, String object) {
        return new ProviderEvent(id, "checkout.session.completed", object, now);
    }

    @Test
    void doubledAndShuffledEventsAreAppliedOnce() throws SQLException {
        List<Payment> all = new ArrayList<>();
        List<ProviderEvent> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Payment payment = payment(Capture.AUTOMATIC);
            Attempt attempt = payments.open(payment).newest();
            provider.pay(attempt.id(), payment.amount(), Capture.AUTOMATIC);
            all.add(payment);
            for (int copy = 0; copy < 5; copy++) {
                told.add(event("evt_s" + i + "_" + copy % 2, attempt.id().toString()));
            }
        }
        Collections.shuffle(told, new Random(7));

        int kept = 0;
        for (ProviderEvent one : told) {
            kept += inbox.keep(one, Inbox.Source.HOOK) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(20);
        int before = provider.looks.get();
        inbox.work(Runnable::run);
        inbox.work(Runnable::run);
        assertThat(provider.looks.get() - before).isEqualTo(20);

        for (Payment payment : all) {
            assertThat(payments.find(payment.id()).newest().state())
                    .isEqualTo(AttemptState.CAPTURED);
            assertBooks(payment, 1999, -1999, 0);
        }
    }

    @Test
    void manyWorkersTakeEachEventOnce() throws Exception {
        for (int i = 0; i < 12; i++) {
            inbox.keep(event("evt_w" + i, "another"), Inbox.Source.HOOK);
        }
        int before = provider.looks.get();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                workers.add(threads.submit(() -> inbox.work(Runnable::run)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }

        assertThat(provider.looks.get() - before).isEqualTo(12);
        assertThat(verdict("evt_w3")).isEqualTo("foreign");
    }

    @Test
    void whatTheProviderDoesNotSayIsAskedAgainLater() throws SQLException {
        inbox.keep(event("evt_busy", "busy"), Inbox.Source.HOOK);

        assertThat(inbox.work("evt_busy")).isTrue();
        assertThat(inbox.work("evt_busy")).isFalse();
        later(Duration.ofMinutes(1));
        assertThat(inbox.work("evt_busy")).isTrue();
        assertThat(verdict("evt_busy")).isNull();
    }

    /** The endpoint was dead; the list still has them all, and the next look finds none new. */
    @Test
    void whatNeverArrivedIsReadFromTheList() {
        poller.poll();
        later(Duration.ofMinutes(2));
        Payment payment = payment(Capture.AUTOMATIC);
        Attempt attempt = payments.open(payment).newest();
        provider.pay(attempt.id(), payment.amount(), Capture.AUTOMATIC);
        for (int i = 0; i < 8; i++) {
            provider.events.add(event("evt_p" + i, i == 4 ? attempt.id().toString() : "another"));
        }
        inbox.keep(provider.events.get(2), Inbox.Source.HOOK);

        assertThat(poller.poll()).isEqualTo(7);
        assertThat(poller.poll()).as("within the minute").isZero();
        later(Duration.ofMinutes(1));
        assertThat(poller.poll()).as("ten minutes back").isZero();
        inbox.work(Runnable::run);

        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.CAPTURED);
    }

    /** Parked ones wait for a person; the others no provider tells any more. */
    @Test
    void whatWasActedUponIsTakenOutAfterSixWeeks() throws SQLException {
        inbox.keep(event("evt_old", "another"), Inbox.Source.HOOK);
        inbox.work("evt_old");
        inbox.keep(event("evt_parked", "busy"), Inbox.Source.HOOK);
        for (int i = 0; i < 81; i++) {
            later(Duration.ofHours(1));
            inbox.work("evt_parked");
        }
        assertThat(verdict("evt_parked")).isEqualTo("parked");
        inbox.prune();
        assertThat(verdict("evt_old")).isEqualTo("foreign");

        later(Duration.ofDays(45));
        inbox.keep(event("evt_new", "another"), Inbox.Source.HOOK);
        inbox.work("evt_new");

        assertThat(inbox.prune()).isPositive();
        assertThat(inbox.prune()).isZero();
        assertThat(count("evt_old")).isZero();
        assertThat(count("evt_parked") + count("evt_new")).isEqualTo(2);
    }

    /** An operator has it acted upon once more, also when it was parked. */
    @Test
    void anEventIsReplayed() {
        inbox.keep(event("evt_again", "another"), Inbox.Source.HOOK);
        inbox.work("evt_again");
        int before = provider.looks.get();

        Inbox.Standing standing = inbox.replay("evt_again").orElseThrow();

        assertThat(provider.looks.get() - before).isEqualTo(1);
        assertThat(standing.verdict()).isEqualTo("foreign");
        assertThat(standing.tries()).isEqualTo(1);
        assertThat(inbox.replay("evt_nowhere")).isEmpty();
    }

    private int count(String event) throws SQLException {
        try (Connection connection = tier.owner();
                var select =
                        connection.prepareStatement(
                                "SELECT count(*) FROM webhook_inbox WHERE event_id = ?")) {
            select.setString(1, event);
            ResultSet row = select.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    private String verdict(String event) throws SQLException {
        try (Connection connection = tier.owner();
                var select =
                        connection.prepareStatement(
                                "SELECT verdict FROM webhook_inbox WHERE event_id = ?")) {
            select.setString(1, event);
            ResultSet row = select.executeQuery();
            row.next();
            return row.getString(1);
        }
    }
}
