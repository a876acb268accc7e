package dev.plat.chassis.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketCodecTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private final IdGenerator ids = new IdGenerator(() -> START, new Random(1));
    private final Id account = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Id session = ids.next(IdKind.SESSION, account);
    private Instant now = START;
    private final TicketCodec codec = new TicketCodec("ab".repeat(32), () -> now);

    @Test
    void aTicketComesBackAsItWasIssued() {
        Ticket ticket = codec.fresh(session, account, 7);

        assertThat(codec.decode(codec.encode(ticket))).hasValue(ticket);
    }

    @Test
    void aTicketEndsAfterADay() {
        String text = codec.encode(codec.fresh(session, account, 7));

        now = START.plus(TicketCodec.LIFE).minusSeconds(1);
        assertThat(codec.decode(text)).isPresent();
        now = START.plus(TicketCodec.LIFE);
        assertThat(codec.decode(text)).isEmpty();
    }

    @Test
    void changingAnyOneCharacterMakesItNothing() {
        String text = codec.encode(codec.fresh(session, account, 7));

        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '0' ? '1' : '0';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(codec.decode(changed)).as("at %d", i).isEmpty();
        }
        assertThat(codec.decode(text + "0")).isEmpty();
        assertThat(codec.decode("")).isEmpty();
    }

    @Test
    void anotherClustersTicketIsNothing() {
        TicketCodec other = new TicketCodec("cd".repeat(32), () -> now);

        assertThat(codec.decode(other.encode(other.fresh(session, account, 7)))).isEmpty();
    }

    @Test
    void aSessionEndsNinetyDaysAfterItsSignInHoweverOftenItsTicketIsRenewed() {
        Instant end = START.plus(TicketCodec.SESSION_LIFE);

        Ticket ticket = codec.fresh(session, account, 7);
        while (codec.renewed(session, account, 7, START).isPresent()) {
            ticket = codec.renewed(session, account, 7, START).orElseThrow();
            now = now.plus(Duration.ofHours(11));
        }

        assertThat(now).isBetween(end, end.plus(Duration.ofHours(11)));
        assertThat(ticket.expiresSeconds()).isEqualTo(end.getEpochSecond());
        assertThat(codec.decode(codec.encode(ticket))).isEmpty();
    }

    @Test
    void theCsrfTokenBelongsToOneSession() {
        Id other = ids.next(IdKind.SESSION, account);

        assertThat(codec.csrfMatches(session, codec.csrf(session))).isTrue();
        assertThat(codec.csrfMatches(session, codec.csrf(other))).isFalse();
        assertThat(codec.csrfMatches(session, "")).isFalse();
    }
}
