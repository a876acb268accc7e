package dev.plat.domains.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Orders that are due and wait for what all share: the account's tokens and our own speed. Urgent
 * ones first, then new names, then the rest, the earlier deadline first; but one turn in {@value
 * #NEW_NAMES_EVERY} is the new names', so that an incident does not keep customers from coming.
 * Orders that need no token of the account pass those that do while there is none.
 *
 * <p>Threads: for one.
 */
public final class ServiceLine<T> {

    /** With five orders a second: one a second. */
    static final int NEW_NAMES_EVERY = 5;

    private static final List<Priority> NEW_FIRST =
            List.of(Priority.NEW, Priority.URGENT, Priority.ROUTINE);

    private record Waiting<T>(Instant deadline, long number, T what) {}

    private final Map<Priority, PriorityQueue<Waiting<T>>> counted = new EnumMap<>(Priority.class);
    private final Map<Priority, PriorityQueue<Waiting<T>>> free = new EnumMap<>(Priority.class);
    private long added;
    private long turns;

    /** {@code needsAccount}: whether it waits for a token of the account. */
    public void add(Priority priority, boolean needsAccount, Instant deadline, T what) {
        (needsAccount ? counted : free)
                .computeIfAbsent(priority, _ -> queue())
                .add(new Waiting<>(deadline, added++, what));
    }

    /**
     * Whose turn it is, taken out of the line; nobody, when all that wait need a token of the
     * account.
     */
    public Optional<T> next(boolean accountHasToken) {
        boolean newFirst = (turns + 1) % NEW_NAMES_EVERY == 0;
        for (Priority priority : newFirst ? NEW_FIRST : List.of(Priority.values())) {
            PriorityQueue<Waiting<T>> from = first(priority, accountHasToken);
            Waiting<T> waiting = from.poll();
            if (waiting != null) {
                turns++;
                return Optional.of(waiting.what());
            }
        }
        return Optional.empty();
    }

    public int size() {
        return counted.values().stream().mapToInt(PriorityQueue::size).sum()
                + free.values().stream().mapToInt(PriorityQueue::size).sum();
    }

    private PriorityQueue<Waiting<T>> first(Priority priority, boolean accountHasToken) {
        PriorityQueue<Waiting<T>> needs = counted.computeIfAbsent(priority, _ -> queue());
        PriorityQueue<Waiting<T>> passes = free.computeIfAbsent(priority, _ -> queue());
        Waiting<T> a = needs.peek();
        Waiting<T> b = passes.peek();
        if (!accountHasToken || a == null) {
            return passes;
        }
        return b != null && b.deadline().isBefore(a.deadline()) ? passes : needs;
    }

    private static <T> PriorityQueue<Waiting<T>> queue() {
        return new PriorityQueue<>(
                Comparator.comparing((Waiting<T> each) -> each.deadline())
                        .thenComparingLong(Waiting::number));
    }
}
