package dev.plat.payments.ledger.verify;

import dev.plat.router.testkit.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Right books in memory, whose rows a test may change. */
final class DrawnBooks implements Books {

    private static final List<String> KINDS =
            List.of("provider", "receivable", "bank", "fees", "transit");
    private static final long BEGIN = 1_780_000_000_000_000L;

    final List<Head> heads = new ArrayList<>();
    final List<AccountRow> accounts = new ArrayList<>();
    final List<JournalRow> journals = new ArrayList<>();
    final List<EntryRow> entries = new ArrayList<>();

    /** Two buckets of 2 to 7 journals, among them reversals and journals in two currencies. */
    static DrawnBooks draw(Seed seed) {
        DrawnBooks books = new DrawnBooks();
        for (int bucket : new int[] {seed.between(0, 2000), seed.between(2001, 4095)}) {
            books.fill(bucket, seed);
        }
        return books;
    }

    private void fill(int bucket, Seed seed) {
        List<AccountRow> opened = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String currency = i % 2 == 0 ? "EUR" : "JPY";
            opened.add(new AccountRow(bucket, i + 1, KINDS.get(i % 5), "s" + i, currency, 0, 0));
        }
        List<List<long[]>> lines = new ArrayList<>();
        int count = seed.between(2, 7);
        for (int seq = 1; seq <= count; seq++) {
            boolean undoes = seq == count && seed.chance(0.5);
            lines.add(undoes ? negated(lines.getFirst()) : lines(seed));
            journals.add(
                    new JournalRow(
                            bucket,
                            seq,
                            "key-" + seq,
                            undoes ? "reversal" : "capture",
                            BEGIN + seed.between(0, 1_000_000),
                            BEGIN + seq,
                            undoes ? 1 : 0,
                            lines.getLast().size(),
                            new byte[0]));
            long number = seq;
            List<long[]> drawn = lines.getLast();
            for (int line = 0; line < drawn.size(); line++) {
                entries.add(
                        new EntryRow(
                                bucket,
                                number,
                                line + 1,
                                (int) drawn.get(line)[0],
                                0,
                                drawn.get(line)[1],
                                0,
                                0));
            }
        }
        accounts.addAll(opened);
        follow(bucket);
    }

    /** Makes versions, balances, hashes and the head from the amounts. */
    private void follow(int bucket) {
        Map<Integer, long[]> state = new HashMap<>();
        entries.replaceAll(entry -> {
            if (entry.bucket() != bucket) {
                return entry;
            }
            long[] at = state.computeIfAbsent(entry.account(), _ -> new long[2]);
            long prev = at[1];
            at[0]++;
            at[1] += entry.amount();
            return new EntryRow(
                    bucket,
                    entry.seq(),
                    entry.line(),
                    entry.account(),
                    at[0],
                    entry.amount(),
                    prev,
                    at[1]);
        });
        accounts.replaceAll(row -> {
            long[] at = state.getOrDefault(row.account(), new long[2]);
            return row.bucket() != bucket
                    ? row
                    : new AccountRow(
                            bucket,
                            row.account(),
                            row.kind(),
                            row.subject(),
                            row.currency(),
                            at[0],
                            at[1]);
        });
        chain(bucket);
    }

    private void chain(int bucket) {
        CanonicalForm form = new CanonicalForm();
        byte[][] chain = {new byte[32]};
        long[] last = {0};
        journals.replaceAll(journal -> {
            if (journal.bucket() != bucket) {
                return journal;
            }
            form.begin(journal);
            for (EntryRow entry : entries) {
                if (entry.bucket() == bucket && entry.seq() == journal.seq()) {
                    AccountProof account = new AccountProof(account(entry));
                    form.line(entry, account.kind, account.subject, account.currency);
                }
            }
            chain[0] = form.hash(chain[0]);
            last[0] = journal.seq();
            return with(journal, chain[0]);
        });
        heads.removeIf(head -> head.bucket() == bucket);
        heads.add(new Head(bucket, last[0], HexFormat.of().formatHex(chain[0])));
    }

    /** Changes when a journal of this bucket happened, and all that hangs on it. */
    void rewrite(int bucket, Seed seed) {
        int one = index(bucket, seed.between(1, 2));
        JournalRow old = journals.get(one);
        journals.set(
                one,
                new JournalRow(
                        bucket,
                        old.seq(),
                        old.key(),
                        old.kind(),
                        old.occurredMicros() + 1,
                        old.recordedMicros(),
                        old.reverses(),
                        old.lines(),
                        old.hash()));
        chain(bucket);
    }

    private int index(int bucket, long seq) {
        for (int i = 0; i < journals.size(); i++) {
            if (journals.get(i).bucket() == bucket && journals.get(i).seq() == seq) {
                return i;
            }
        }
        throw new IllegalStateException("no journal " + seq + " in bucket " + bucket);
    }

    private AccountRow account(EntryRow entry) {
        return accounts.stream()
                .filter(row -> row.bucket() == entry.bucket() && row.account() == entry.account())
                .findFirst()
                .orElseThrow();
    }

    private static JournalRow with(JournalRow journal, byte[] hash) {
        return new JournalRow(
                journal.bucket(),
                journal.seq(),
                journal.key(),
                journal.kind(),
                journal.occurredMicros(),
                journal.recordedMicros(),
                journal.reverses(),
                journal.lines(),
                hash);
    }

    /** Account and amount; odd accounts are in one currency, even ones in the other. */
    private static List<long[]> lines(Seed seed) {
        List<long[]> lines = new ArrayList<>();
        for (int parity = 0; parity < (seed.chance(0.2) ? 2 : 1); parity++) {
            long first = 1 + parity + 2L * seed.between(0, 2);
            long amount = seed.between(1, 99_999);
            long part = seed.between(1, 99_999);
            lines.add(new long[] {first, amount + part});
            lines.add(new long[] {(first + 1) % 6 + 1, -amount});
            lines.add(new long[] {(first + 3) % 6 + 1, -part});
        }
        return lines;
    }

    private static List<long[]> negated(List<long[]> lines) {
        return lines.stream().map(line -> new long[] {line[0], -line[1]}).toList();
    }

    @Override
    public List<Head> heads() {
        return heads;
    }

    @Override
    public List<AccountRow> accounts() {
        return accounts;
    }

    @Override
    public Iterator<JournalRow> journals() {
        return journals.stream()
                .sorted(
                        Comparator.comparingInt(JournalRow::bucket)
                                .thenComparingLong(JournalRow::seq))
                .iterator();
    }

    @Override
    public Iterator<EntryRow> entries() {
        return entries.stream()
                .sorted(
                        Comparator.comparingInt(EntryRow::bucket)
                                .thenComparingLong(EntryRow::seq)
                                .thenComparingInt(EntryRow::line))
                .iterator();
    }
}
