package dev.plat.payments.ledger.verify;

import dev.plat.router.testkit.Seed;
import java.util.List;
import java.util.function.Predicate;

/** Changes of right books by somebody for whom no rule of the database holds. */
final class Tampering {

    private Tampering() {}

    /** Where, and what, for the message of a test that did not find it. */
    record Done(int bucket, String what) {}

    static Done draw(Seed seed, DrawnBooks books) {
        return switch (seed.between(0, 9)) {
            case 0, 1, 2 -> entry(seed, books);
            case 3, 4 -> journal(seed, books);
            case 5 -> account(seed, books);
            case 6 -> head(seed, books);
            case 7 -> gone(seed, books);
            case 8 -> added(seed, books);
            default -> exchanged(seed, books);
        };
    }

    private static Done entry(Seed seed, DrawnBooks books) {
        int at = seed.random().nextInt(books.entries.size());
        EntryRow e = books.entries.get(at);
        long by = seed.chance(0.5) ? 1 : -seed.between(1, 1 << 20);
        int field = seed.between(0, 8);
        books.entries.set(
                at,
                new EntryRow(
                        e.bucket(),
                        e.seq() + (field == 0 ? by : 0),
                        e.line() + (field == 1 ? (int) by : 0),
                        e.account() + (field == 2 ? (int) by : 0),
                        e.version() + (field == 3 ? by : 0),
                        e.amount() + (field == 4 || field > 6 ? by : 0),
                        e.prev() + (field == 5 || field == 8 ? by : 0),
                        e.next() + (field == 6 || field == 7 ? by : field == 8 ? 2 * by : 0)));
        return new Done(e.bucket(), "field " + field + " of " + e + " by " + by);
    }

    private static Done journal(Seed seed, DrawnBooks books) {
        int at = seed.random().nextInt(books.journals.size());
        JournalRow j = books.journals.get(at);
        int field = seed.between(0, 7);
        byte[] hash = j.hash().clone();
        if (field == 7) {
            hash[seed.random().nextInt(hash.length)] ^= (byte) (1 << seed.between(0, 7));
        }
        books.journals.set(
                at,
                new JournalRow(
                        j.bucket(),
                        j.seq() + (field == 0 ? 1 : 0),
                        field == 1 ? j.key() + "x" : j.key(),
                        field == 2 ? "fee" : j.kind(),
                        j.occurredMicros() + (field == 3 ? 1 : 0),
                        j.recordedMicros() - (field == 4 ? 1 : 0),
                        field == 5 ? (j.reverses() == 0 ? 1 : 0) : j.reverses(),
                        j.lines() + (field == 6 ? 1 : 0),
                        hash));
        return new Done(j.bucket(), "field " + field + " of " + j);
    }

    /** One that has entries: what an account without any is called nobody has signed. */
    private static Done account(Seed seed, DrawnBooks books) {
        List<AccountRow> used = books.accounts.stream().filter(a -> a.version() > 0).toList();
        AccountRow a = seed.pick(used);
        int field = seed.between(0, 6);
        books.accounts.remove(a);
        if (field < 6) {
            books.accounts.add(
                    new AccountRow(
                            a.bucket(),
                            a.account() + (field == 0 ? 50 : 0),
                            field == 1 ? "suspense" : a.kind(),
                            field == 2 ? a.subject() + "x" : a.subject(),
                            field == 3 ? "USD" : a.currency(),
                            a.version() + (field == 4 ? 1 : 0),
                            a.balance() + (field == 5 ? 1 : 0)));
        }
        return new Done(a.bucket(), "field " + field + " of " + a);
    }

    private static Done head(Seed seed, DrawnBooks books) {
        Head head = seed.pick(books.heads);
        books.heads.remove(head);
        switch (seed.between(0, 2)) {
            case 0 -> books.heads.add(new Head(head.bucket(), head.seq() - 1, head.hash()));
            case 1 -> books.heads.add(new Head(head.bucket(), head.seq(), "00".repeat(32)));
            default -> {}
        }
        return new Done(head.bucket(), "of " + head);
    }

    private static Done gone(Seed seed, DrawnBooks books) {
        JournalRow j = seed.pick(books.journals);
        Predicate<EntryRow> its = e -> e.bucket() == j.bucket() && e.seq() == j.seq();
        int what = seed.between(0, 3);
        if (what == 0) {
            books.entries.remove(books.entries.stream().filter(its).findFirst().orElseThrow());
        } else if (what == 1) {
            books.journals.remove(j);
        } else if (what == 2) {
            books.journals.remove(j);
            books.entries.removeIf(its);
        } else {
            // Everything from here on.
            books.journals.removeIf(k -> k.bucket() == j.bucket() && k.seq() >= j.seq());
            books.entries.removeIf(e -> e.bucket() == j.bucket() && e.seq() >= j.seq());
        }
        return new Done(j.bucket(), "without " + what + " of " + j);
    }

    private static Done added(Seed seed, DrawnBooks books) {
        Head head = seed.pick(books.heads);
        int bucket = head.bucket();
        long seq = head.seq() + 1;
        int what = seed.between(0, 2);
        if (what > 0) {
            books.journals.add(
                    new JournalRow(bucket, seq, "more", "fee", 1, 1, 0, 2, new byte[32]));
        }
        if (what != 1) {
            books.entries.add(new EntryRow(bucket, seq, 1, 1, 1, 5, 0, 5));
            books.entries.add(new EntryRow(bucket, seq, 2, 3, 1, -5, 0, -5));
        }
        return new Done(bucket, "more, " + what);
    }

    /** Two entries change places, and both stay what they were. */
    private static Done exchanged(Seed seed, DrawnBooks books) {
        int one = seed.random().nextInt(books.entries.size());
        EntryRow a = books.entries.get(one);
        List<EntryRow> others =
                books.entries.stream()
                        .filter(e -> e.bucket() == a.bucket() && !e.equals(a))
                        .toList();
        EntryRow b = seed.pick(others);
        books.entries.set(one, at(a, b));
        books.entries.set(books.entries.indexOf(b), at(b, a));
        return new Done(a.bucket(), a + " and " + b);
    }

    private static EntryRow at(EntryRow place, EntryRow what) {
        return new EntryRow(
                place.bucket(),
                place.seq(),
                place.line(),
                what.account(),
                what.version(),
                what.amount(),
                what.prev(),
                what.next());
    }
}
