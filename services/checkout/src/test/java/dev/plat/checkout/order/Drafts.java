package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Orders as buyers send them. */
final class Drafts {

    private Drafts() {}

    /** Of somebody; it waits half an hour for its money. */
    static Order of(Instant now, List<OrderLine> lines) {
        IdGenerator ids = new IdGenerator(() -> now, new Random(1));
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        return Order.draft(
                ids.next(IdKind.ORDER, account),
                account,
                "key-of-it",
                lines,
                true,
                now,
                now.plus(Duration.ofMinutes(30)));
    }

    static OrderLine line(int number, OrderLine.Kind kind, String subject, long cents) {
        return new OrderLine(
                number, kind, subject, subject + "-year", 1, null, new Amount(cents, "EUR"));
    }
}
