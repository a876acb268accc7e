package dev.plat.payments.subscription;

import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.provider.DeclineClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the charge for a period.
 *
 * @param decline what the bank says at first; empty: it is paid at once
 */
record Charge(Optional<DeclineClass> decline, Paid paid) {

    enum Paid {
        AT_ONCE,
        BEFORE_THE_HOLD,
        AFTER_THE_HOLD,
        /** Its owner ends it, before the hold. */
        ENDED,
        ENDED_AFTER_THE_HOLD,
        NEVER
    }

    /** A day since the first decline, and what is done on it. */
    record Day(int day, DunningStep step) {}

    static List<Charge> all() {
        List<Charge> all = new ArrayList<>();
        for (Paid paid : Paid.values()) {
            if (paid == Paid.AT_ONCE) {
                all.add(new Charge(Optional.empty(), paid));
                continue;
            }
            for (DeclineClass decline : DeclineClass.values()) {
                all.add(new Charge(Optional.of(decline), paid));
            }
        }
        return all;
    }

    boolean ended() {
        return paid == Paid.ENDED || paid == Paid.ENDED_AFTER_THE_HOLD;
    }

    /** After how many days it is paid, or ended. */
    int paidOn() {
        return switch (paid) {
            case AT_ONCE -> 0;
            case BEFORE_THE_HOLD, ENDED -> 20;
            case AFTER_THE_HOLD, ENDED_AFTER_THE_HOLD -> 59;
            case NEVER -> Integer.MAX_VALUE;
        };
    }

    /** Day by day as the design page has them, written down once more. */
    List<Day> days() {
        List<Day> days = new ArrayList<>();
        for (int day = 0; day <= 90 && day < paidOn(); day++) {
            boolean soft = decline.filter(it -> it == DeclineClass.SOFT).isPresent();
            if (soft && (day == 1 || day == 3 || day == 5 || day == 7 || day == 14 || day == 21)) {
                days.add(new Day(day, DunningStep.RETRY));
            }
            switch (day) {
                case 0, 3, 7, 14, 60, 80, 89 -> days.add(new Day(day, DunningStep.NOTICE));
                case 21 -> {
                    days.add(new Day(day, DunningStep.NOTICE));
                    days.add(new Day(day, DunningStep.HOLD));
                }
                case 90 -> days.add(new Day(day, DunningStep.CANCEL));
                default -> {}
            }
        }
        return paid == Paid.AT_ONCE ? List.of() : days;
    }
}
