package dev.plat.payments.ledger;

import dev.plat.schemas.PlatException;
import java.util.regex.Pattern;

/**
 * An account of the books; with a currency and a bucket it is one row.
 *
 * @param subject whose, or of what; empty where there is one of the kind
 */
public record Account(AccountKind kind, String subject) {

    /** Behind a customer: what is owed and too little to be charged. */
    public static final String CARRIED = ".carried";

    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_.-]{0,64}");

    /**
     * @throws PlatException {@code field-invalid} for a subject with other characters
     */
    public Account {
        if (!SUBJECT.matcher(subject).matches()) {
            throw PlatException.invalidField("subject", subject, SUBJECT.pattern());
        }
    }

    /** {@code provider:stripe}, {@code bank}. */
    @Override
    public String toString() {
        return subject.isEmpty() ? kind.text() : kind.text() + ":" + subject;
    }
}
