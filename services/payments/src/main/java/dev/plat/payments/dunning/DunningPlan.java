package dev.plat.payments.dunning;

import dev.plat.payments.provider.DeclineClass;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The days of an unpaid renewal, from the first decline on. Six retries stay below what card
 * networks allow (Visa: twenty in thirty days). After a hard decline the card is not asked again,
 * and everything else is the same; while the buyer has to confirm, neither.
 *
 * <p>Source: the design page commerce.md, section 7.
 */
public final class DunningPlan {

    static final List<Integer> RETRIES = List.of(1, 3, 5, 7, 14, 21);
    static final List<Integer> NOTICES = List.of(0, 3, 7, 14, 21, 60, 80, 89);
    static final int HOLD = 21;
    static final int CANCEL = 90;

    private DunningPlan() {}

    /**
     * One thing that is due.
     *
     * @param day since the first decline
     */
    public record Item(int day, DunningStep step) implements Comparable<Item> {

        @Override
        public int compareTo(Item other) {
            return Comparator.comparingInt(Item::day)
                    .thenComparing(Item::step)
                    .compare(this, other);
        }

        /**
         * When it is due: days are calendar days, so clocks that are put back do not bring it to
         * the day before.
         */
        public Instant at(Instant since, ZoneId zone) {
            return since.atZone(zone).plusDays(day).toInstant();
        }
    }

    /** All of them, in their order; what is on one day is done in this order, too. */
    public static List<Item> items(DeclineClass decline) {
        List<Item> items = new ArrayList<>();
        if (decline == DeclineClass.SOFT) {
            RETRIES.forEach(day -> items.add(new Item(day, DunningStep.RETRY)));
        }
        NOTICES.forEach(day -> items.add(new Item(day, DunningStep.NOTICE)));
        items.add(new Item(HOLD, DunningStep.HOLD));
        items.add(new Item(CANCEL, DunningStep.CANCEL));
        return items.stream().sorted().toList();
    }

    /**
     * What comes after an item, whether it is due yet or not.
     *
     * @param last what was done last; empty: nothing yet
     */
    public static Optional<Item> next(DeclineClass decline, Optional<Item> last) {
        return items(decline).stream()
                .filter(item -> last.isEmpty() || item.compareTo(last.get()) > 0)
                .findFirst();
    }
}
