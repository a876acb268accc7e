package dev.plat.payments.invoice;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An invoice, or the credit note of one.
 *
 * @param number gapless within its bucket, year and kind
 * @param fact what it documents: one fact, one document
 * @param order what it was bought by; null for a renewal
 * @param payment which settled it; null where none did
 * @param subscription whose days it bills; null for a purchase
 * @param corrects of a credit note: the invoice
 * @param seller as it stands on the document
 * @param template by which the document is made
 * @param lines 1 to {@value #LINES_MAX}
 */
public record Invoice(
        Id id,
        Id account,
        Kind kind,
        String number,
        String fact,
        Instant issued,
        @Nullable Id order,
        @Nullable Id payment,
        @Nullable Id subscription,
        @Nullable Id corrects,
        State state,
        String seller,
        int template,
        List<Sold> lines) {

    public static final int LINES_MAX = 40;

    /** The text stands in the database and never changes. */
    public enum Kind {
        INVOICE,
        CREDIT_NOTE;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** The text stands in the database and never changes. */
    public enum State {
        /** It is owed. */
        OPEN,
        PAID,
        /** It is not owed any more: a credit note took it back before it was paid. */
        VOID,
        /** Of a credit note, which nobody pays. */
        ISSUED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public Invoice {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(lines.size() + " lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).number() != i + 1) {
                throw new IllegalArgumentException("lines are numbered from 1 without a gap");
            }
        }
    }

    /** Whether money goes back for it; another credit note is used for what is bought next. */
    public boolean refunds() {
        return fact.startsWith(IdKind.REFUND.prefix() + '_');
    }

    public Money net() {
        return lines.stream().map(Sold::net).reduce(Money::plus).orElseThrow();
    }

    public Money tax() {
        return lines.stream().map(Sold::tax).reduce(Money::plus).orElseThrow();
    }

    public Money total() {
        return net().plus(tax());
    }
}
