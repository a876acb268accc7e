package dev.plat.payments.ledger.verify;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One bucket's books, followed from the first journal to the last. It stops looking at the first
 * row that is wrong, because all behind it hang on it.
 */
final class BucketProof {

    private final int bucket;
    private final Head head;
    private final @Nullable Head kept;
    private final Map<Integer, AccountProof> accounts = new HashMap<>();
    private final Set<Long> reversed = new HashSet<>();
    private final Map<String, Long> sums = new HashMap<>();
    private final CanonicalForm form;
    private byte[] chain = new byte[32];
    private long seq;
    // What each journal does to the accounts, as one number; a reversal does the opposite.
    private long[] effects = new long[64];
    private @Nullable Finding finding;

    /**
     * @param head that the bucket says it has
     * @param kept one that was proved before, if any: the chain must come by it
     */
    BucketProof(
            int bucket,
            Head head,
            @Nullable Head kept,
            List<AccountRow> accounts,
            CanonicalForm form) {
        this.bucket = bucket;
        this.head = head;
        this.kept = kept;
        this.form = form;
        accounts.forEach(row -> this.accounts.put(row.account(), new AccountProof(row)));
    }

    Optional<Finding> finding() {
        return Optional.ofNullable(finding);
    }

    void journal(JournalRow journal, List<EntryRow> lines) {
        if (finding != null) {
            return;
        }
        if (journal.seq() != seq + 1) {
            find(seq + 1, 0, "journals are gapless", "journal " + journal.seq(), "" + (seq + 1));
            return;
        }
        seq = journal.seq();
        if (lines.size() != journal.lines() || lines.size() < 2) {
            find(seq, 0, "whole journals", lines.size() + " lines", journal.lines() + " lines");
            return;
        }
        form.begin(journal);
        sums.clear();
        long effect = 0;
        for (int i = 0; i < lines.size() && finding == null; i++) {
            effect += line(lines.get(i), i + 1);
        }
        if (finding == null) {
            sums();
        }
        if (finding == null) {
            reversal(journal, effect);
        }
        if (finding == null) {
            link(journal);
        }
    }

    /** A row that belongs to no journal. */
    void orphan(EntryRow entry) {
        if (finding == null) {
            find(entry.seq(), entry.line(), "whole journals", "a line", "its journal");
        }
    }

    /** After the last journal. */
    void end() {
        if (finding != null) {
            return;
        }
        if (head.seq() != seq || !head.hash().equals(Head.hex(chain))) {
            find(
                    seq,
                    0,
                    "the head is the last journal",
                    head.seq() + " " + head.hash(),
                    seq + " " + Head.hex(chain));
            return;
        }
        if (kept != null && kept.seq() > seq) {
            find(seq, 0, "what was proved stays", seq + " journals", kept.seq() + " or more");
            return;
        }
        for (AccountProof account : accounts.values()) {
            String name = account.row.kind() + ":" + account.row.subject();
            if (!account.isAsFollowed()) {
                find(
                        seq,
                        0,
                        "a balance is the sum of its entries: " + name,
                        account.row.balance() + " at version " + account.row.version(),
                        account.balance + " at version " + account.version);
            } else if (!account.hasItsSign()) {
                find(seq, 0, "never in debit: " + name, "" + account.balance, "0 or below");
            }
        }
    }

    private long line(EntryRow entry, int number) {
        @Nullable AccountProof account = accounts.get(entry.account());
        if (entry.line() != number || account == null) {
            find(
                    seq,
                    number,
                    "whole journals",
                    "line " + entry.line() + " of account " + entry.account(),
                    "line " + number + " of an account there is");
            return 0;
        }
        long version = account.version;
        long balance = account.balance;
        if (!account.follows(entry)) {
            find(
                    seq,
                    number,
                    "an account is gapless",
                    "version %d from %d by %d to %d"
                            .formatted(entry.version(), entry.prev(), entry.amount(), entry.next()),
                    "version %d from %d".formatted(version + 1, balance));
            return 0;
        }
        sums.merge(account.row.currency(), entry.amount(), Long::sum);
        form.line(entry, account.kind, account.subject, account.currency);
        return entry.amount() * weight(entry.account());
    }

    private void sums() {
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                find(seq, 0, "a journal sums to zero", sum + " " + currency, "0");
            }
        });
    }

    private void reversal(JournalRow journal, long effect) {
        if (seq >= effects.length) {
            effects = Arrays.copyOf(effects, 2 * effects.length);
        }
        effects[(int) seq] = effect;
        long old = journal.reverses();
        if (old == 0) {
            return;
        }
        if (old < 0 || old >= seq || effects[(int) old] != -effect) {
            find(seq, 0, "a reversal undoes its journal", "another sum", "that of " + old);
        } else if (!reversed.add(old)) {
            find(seq, 0, "a journal is reversed once", "again", "journal " + old + " once");
        }
    }

    private void link(JournalRow journal) {
        chain = form.hash(chain);
        if (!MessageDigest.isEqual(chain, journal.hash())) {
            find(seq, 0, "the chain holds", Head.hex(journal.hash()), Head.hex(chain));
        } else if (kept != null && kept.seq() == seq && !kept.hash().equals(Head.hex(chain))) {
            find(seq, 0, "what was proved stays", Head.hex(chain), kept.hash());
        }
    }

    /** Spreads an account's number over 64 bits (the finaliser of SplitMix64), odd. */
    private static long weight(int account) {
        long z = account * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) | 1;
    }

    private void find(long at, int line, String rule, String found, String expected) {
        finding = new Finding(bucket, at, line, rule, found, expected);
    }
}
