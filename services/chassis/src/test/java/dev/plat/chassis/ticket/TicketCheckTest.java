package dev.plat.chassis.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invariant: a withdrawn right ends within a second. */
class TicketCheckTest {

    private static final Duration BEAT = Duration.ofMillis(500);
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random(1));
    private final Id account = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Id session = ids.next(IdKind.SESSION, account);
    private final Ticket ticket = new Ticket(session, account, 1, 0, 0);
    private final Authority authority = new Authority();
    private long nanos;
    private final TicketCheck check = new TicketCheck(authority, () -> nanos);

    @Test
    void aWithdrawnRightEndsWithinASecondOfThePush() {
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(ticket)).isTrue();

        authority.stands = false;
        check.revoked(session.toString());

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void aWithdrawnRightEndsWithinASecondAfterTwoSecondsOfSilence() {
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(ticket)).isTrue();
        authority.stands = false; // and the push is lost with the channel

        pass(TicketCheck.SILENCE);
        assertThat(check.holds(ticket)).as("the channel counts as heard").isTrue();
        pass(Duration.ofMillis(1));

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void anAnswerIsWorthOneSecondWhileTheChannelIsSilent() {
        assertThat(check.holds(ticket)).isTrue();
        assertThat(check.holds(ticket)).isTrue();
        assertThat(authority.asked).isEqualTo(1);

        authority.stands = false;
        pass(TicketCheck.ASKED.plusMillis(1));

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void whileTheChannelIsHeardTheAuthorityIsAskedOnce() {
        beatFor(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            assertThat(check.holds(ticket)).isTrue();
            beatFor(Duration.ofSeconds(10));
        }

        assertThat(authority.asked).isEqualTo(1);
    }

    @Test
    void beatsAfterAGapDoNotMakeAnOldAnswerGoodAgain() {
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(ticket)).isTrue();
        authority.stands = false; // the push falls into the gap
        pass(Duration.ofSeconds(3));

        beatFor(Duration.ofSeconds(5));

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void aReconnectTooShortForSilenceIsAGapAsWell() {
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(ticket)).isTrue();
        pass(TicketCheck.ASKED.plusMillis(1));
        check.beat();

        authority.stands = false; // pushed while the subscription was away for a moment
        check.subscribed();
        check.beat();

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void aRevocationThatArrivesWhileAskingIsNotForgotten() {
        beatFor(Duration.ofSeconds(5));
        authority.whileAsked =
                () -> {
                    authority.stands = false;
                    check.revoked(session.toString());
                };
        assertThat(check.holds(ticket)).as("asked before").isTrue();

        authority.whileAsked = () -> {};

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void revokingAnAccountEndsAllItsSessionsAndNobodyElses() {
        Ticket second = new Ticket(ids.next(IdKind.SESSION, account), account, 1, 0, 0);
        Id stranger = ids.nextAnywhere(IdKind.ACCOUNT);
        Ticket other = new Ticket(ids.next(IdKind.SESSION, stranger), stranger, 1, 0, 0);
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(ticket) && check.holds(second) && check.holds(other)).isTrue();

        authority.stands = false;
        check.revoked(account.toString());

        assertThat(check.holds(ticket)).isFalse();
        assertThat(check.holds(second)).isFalse();
        assertThat(check.holds(other)).as("asked before, and nothing was said of it").isTrue();
    }

    @Test
    void aTicketOfAnOlderEpochIsAskedAbout() {
        beatFor(Duration.ofSeconds(5));
        assertThat(check.holds(new Ticket(session, account, 2, 0, 0))).isTrue();

        authority.stands = false;

        assertThat(check.holds(ticket)).isFalse();
    }

    @Test
    void whenNobodyCanTellNobodyIsLetIn() {
        authority.whileAsked =
                () -> {
                    throw new PlatException(ErrorCode.TRY_AGAIN, "away");
                };

        assertThatThrownBy(() -> check.holds(ticket)).isInstanceOf(PlatException.class);
    }

    private void beatFor(Duration time) {
        for (long end = nanos + time.toNanos(); nanos < end; ) {
            pass(BEAT);
            check.beat();
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** What the tables say. */
    private static final class Authority implements SessionAuthority {

        private boolean stands = true;
        private int asked;
        private Runnable whileAsked = () -> {};

        @Override
        public boolean holds(Ticket ticket) {
            asked++;
            boolean answer = stands;
            whileAsked.run();
            return answer;
        }
    }
}
