package dev.plat.payments.ledger.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through books once, row by row, with no more in memory than one bucket's accounts.
 *
 * <p>Threads: safe; a call is for one.
 */
public final class Verifier {

    private static final long PROGRESS_EVERY = 10_000;

    private final Map<Integer, Head> kept = new HashMap<>();
    private final LongConsumer progress;

    /**
     * @param kept heads that were proved before and kept elsewhere: who rewrote a chain to its end
     *     is found by them alone
     * @param progress told now and then how many more entries were read
     */
    public Verifier(List<Head> kept, LongConsumer progress) {
        kept.forEach(head -> this.kept.put(head.bucket(), head));
        this.progress = progress;
    }

    /** What is wrong with these books, and how much was read. */
    public Verdict verify(Books books) {
        return new Pass(books).run();
    }

    private final class Pass {
        private final Map<Integer, Head> heads = new HashMap<>();
        private final Map<Integer, List<AccountRow>> accounts = new HashMap<>();
        private final Iterator<JournalRow> journals;
        private final Iterator<EntryRow> entries;
        private final CanonicalForm form = new CanonicalForm();
        private final NavigableSet<Integer> buckets = new TreeSet<>();
        private @Nullable JournalRow journal;
        private @Nullable EntryRow entry;
        private long journalCount;
        private long entryCount;

        Pass(Books books) {
            books.heads().forEach(head -> heads.put(head.bucket(), head));
            for (AccountRow row : books.accounts()) {
                accounts.computeIfAbsent(row.bucket(), _ -> new ArrayList<>()).add(row);
            }
            journals = books.journals();
            entries = books.entries();
        }

        Verdict run() {
            nextJournal();
            nextEntry();
            buckets.addAll(heads.keySet());
            buckets.addAll(accounts.keySet());
            List<Finding> findings = new ArrayList<>();
            List<Head> proved = new ArrayList<>();
            int count = 0;
            for (int bucket = first(); bucket >= 0; bucket = first()) {
                count++;
                Head head = heads.getOrDefault(bucket, Head.NONE);
                bucket(bucket, head).ifPresentOrElse(findings::add, () -> proved.add(head));
                buckets.remove(bucket);
            }
            progress.accept(entryCount % PROGRESS_EVERY);
            return new Verdict(
                    count, journalCount, entryCount, List.copyOf(findings), List.copyOf(proved));
        }

        /** The lowest bucket that has any row left, −1 for none. */
        private int first() {
            int first = buckets.isEmpty() ? Integer.MAX_VALUE : buckets.first();
            first = journal == null ? first : Math.min(first, journal.bucket());
            first = entry == null ? first : Math.min(first, entry.bucket());
            return first == Integer.MAX_VALUE ? -1 : first;
        }

        private Optional<Finding> bucket(int bucket, Head head) {
            BucketProof proof =
                    new BucketProof(
                            bucket,
                            head,
                            kept.get(bucket),
                            accounts.getOrDefault(bucket, List.of()),
                            form);
            List<EntryRow> lines = new ArrayList<>();
            while (journal != null && journal.bucket() == bucket) {
                JournalRow current = journal;
                lines.clear();
                while (entry != null && entry.bucket() == bucket && entry.seq() <= current.seq()) {
                    if (entry.seq() < current.seq()) {
                        proof.orphan(entry);
                    } else {
                        lines.add(entry);
                    }
                    nextEntry();
                }
                proof.journal(current, lines);
                nextJournal();
            }
            while (entry != null && entry.bucket() == bucket) {
                proof.orphan(entry);
                nextEntry();
            }
            proof.end();
            return proof.finding();
        }

        private void nextJournal() {
            journal = journals.hasNext() ? journals.next() : null;
            journalCount += journal == null ? 0 : 1;
        }

        private void nextEntry() {
            entry = entries.hasNext() ? entries.next() : null;
            if (entry != null && ++entryCount % PROGRESS_EVERY == 0) {
                progress.accept(PROGRESS_EVERY);
            }
        }
    }
}
