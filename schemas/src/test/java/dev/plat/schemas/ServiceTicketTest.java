package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ServiceTicketTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String SECRET = "ab".repeat(32);
    private final ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.fixed(NOW));

    @Test
    void aTicketNamesItsSender() {
        assertThat(tickets.verify(tickets.header("site-builder"))).contains("site-builder");
    }

    @Test
    void aChangedTicketIsRefused() {
        String header = tickets.header("site-builder");

        assertThat(tickets.verify(header.replace("site-builder", "hosting"))).isEmpty();
        assertThat(tickets.verify(header.substring(0, header.length() - 1))).isEmpty();
        assertThat(tickets.verify("")).isEmpty();
    }

    @Test
    void aTicketOfAnotherClusterIsRefused() {
        var other = new ServiceTicket("cd".repeat(32), InstantSource.fixed(NOW));

        assertThat(tickets.verify(other.header("hosting"))).isEmpty();
    }

    @Test
    void anOldTicketIsRefused() {
        var late =
                new ServiceTicket(
                        SECRET,
                        InstantSource.fixed(
                                NOW.plus(ServiceTicket.LIFE).plus(Duration.ofSeconds(1))));

        assertThat(late.verify(tickets.header("hosting"))).isEmpty();
    }
}
