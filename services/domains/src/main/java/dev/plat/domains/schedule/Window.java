package dev.plat.domains.schedule;

import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;

/**
 * When the CA would like a certificate replaced (RFC 9773 §4.2). One that ends before it begins is
 * refused with {@code field-invalid}; whoever reads answers treats that as no answer.
 *
 * @param end no longer inside
 */
public record Window(Instant start, Instant end) {

    public Window {
        if (!start.isBefore(end)) {
            throw PlatException.invalidField("suggestedWindow.end", end, "later than " + start);
        }
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    public boolean past(Instant now) {
        return !now.isBefore(end);
    }

    Instant at(double lot) {
        return start.plusMillis((long) (lot * Duration.between(start, end).toMillis()));
    }
}
