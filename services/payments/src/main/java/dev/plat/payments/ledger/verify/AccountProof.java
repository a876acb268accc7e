package dev.plat.payments.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What an account must come to, followed entry by entry. */
final class AccountProof {

    /** The kinds whose balance is never above zero. */
    private static final Set<String> NEVER_DEBIT =
            Set.of("credit", "credit-held", "refunds-due", "deferred", "revenue");

    final AccountRow row;
    final byte[] kind;
    final byte[] subject;
    final byte[] currency;
    long version;
    long balance;

    AccountProof(AccountRow row) {
        this.row = row;
        this.kind = row.kind().getBytes(StandardCharsets.UTF_8);
        this.subject = row.subject().getBytes(StandardCharsets.UTF_8);
        this.currency = row.currency().getBytes(StandardCharsets.UTF_8);
    }

    boolean follows(EntryRow entry) {
        boolean right =
                entry.version() == version + 1
                        && entry.prev() == balance
                        && entry.next() == balance + entry.amount()
                        && entry.amount() != 0;
        version = entry.version();
        balance = entry.next();
        return right;
    }

    boolean isAsFollowed() {
        return row.version() == version && row.balance() == balance;
    }

    boolean hasItsSign() {
        return row.balance() <= 0 || !NEVER_DEBIT.contains(row.kind());
    }
}
