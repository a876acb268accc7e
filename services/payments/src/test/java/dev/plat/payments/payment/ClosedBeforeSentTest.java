package dev.plat.payments.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What did not go out yet: a page is closed, the charge of a renewal has an end of its own. */
class ClosedBeforeSentTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private final IdGenerator ids = new IdGenerator(() -> NOW, new Random(3));
    private final AttemptMachine machine = new AttemptMachine(Guards.ALL, Duration.ofSeconds(60));
    private final Id account = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Payment payment =
            new Payment(
                    ids.next(IdKind.PAYMENT, account),
                    account,
                    ids.next(IdKind.ORDER, account),
                    Money.of(1900, "EUR"),
                    Capture.AUTOMATIC,
                    "https://shop.test/back",
                    "https://shop.test/",
                    0,
                    0);

    @Test
    void aPageIsClosed() {
        Attempt page = Attempt.created(attempt(), payment, NOW.plusSeconds(3_600), NOW);

        assertThat(machine.expire(page, NOW).state()).isEqualTo(AttemptState.VOIDED);
    }

    @Test
    void theChargeOfARenewalIsNot() {
        Attempt charge = Attempt.charging(attempt(), payment, "pm_1", NOW.plusSeconds(3_600), NOW);

        assertThat(machine.expire(charge, NOW)).isEqualTo(charge);
    }

    private Id attempt() {
        return ids.next(IdKind.ATTEMPT, payment.id());
    }
}
