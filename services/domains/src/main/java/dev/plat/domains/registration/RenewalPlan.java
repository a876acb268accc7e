package dev.plat.domains.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is to be done around the day until which a name is paid: when the customer is told, when the
 * money is tried for, and how an unpaid name ends within the registry's 45 days of grace. ICANN
 * wants the name not to work for the last 8 days before it is deleted, so that somebody notices.
 */
final class RenewalPlan {

    /** What is done. */
    enum Act {
        /** Secure the money, renew, capture. */
        RENEW,
        /** Tell the customer. */
        NOTICE,
        DNS_OFF,
        DELETE
    }

    /** When it is done. */
    record Moment(Instant at, Act act) {}

    private static final List<Integer> RENEWED_DAYS_BEFORE = List.of(30, 21, 14, 7, 3, 1);
    private static final List<Integer> TOLD_DAYS_BEFORE = List.of(60, 30, 7, 1, 0, -3);
    private static final Duration DELETED_AFTER = Duration.ofDays(30);
    private static final Duration DARK_BEFORE = Duration.ofDays(8);

    private RenewalPlan() {}

    /** All of it, in order. */
    static List<Moment> of(Instant paidUntil) {
        List<Moment> plan = new ArrayList<>();
        for (int days : RENEWED_DAYS_BEFORE) {
            plan.add(new Moment(paidUntil.minus(Duration.ofDays(days)), Act.RENEW));
        }
        for (int days : TOLD_DAYS_BEFORE) {
            plan.add(new Moment(paidUntil.minus(Duration.ofDays(days)), Act.NOTICE));
        }
        Instant deleted = paidUntil.plus(DELETED_AFTER);
        plan.add(new Moment(deleted.minus(DARK_BEFORE), Act.DNS_OFF));
        plan.add(new Moment(deleted, Act.DELETE));
        plan.sort(Comparator.comparing(Moment::at).thenComparing(Moment::act));
        return List.copyOf(plan);
    }

    /** From when on it is tried for. */
    static Instant firstRenewal(Instant paidUntil) {
        return paidUntil.minus(Duration.ofDays(RENEWED_DAYS_BEFORE.getFirst()));
    }

    /** From when on an unpaid name does not work any more. */
    static Instant darkAt(Instant paidUntil) {
        return deletedAt(paidUntil).minus(DARK_BEFORE);
    }

    /** When an unpaid name is given back. */
    static Instant deletedAt(Instant paidUntil) {
        return paidUntil.plus(DELETED_AFTER);
    }

    /** What fell due after {@code done} and until {@code now}. */
    static List<Moment> due(Instant paidUntil, Instant done, Instant now) {
        return of(paidUntil).stream()
                .filter(moment -> moment.at().isAfter(done) && !moment.at().isAfter(now))
                .toList();
    }

    /**
     * One renewal for each expiry date: with payments, and as the order's effect key.
     *
     * @param registration its id
     */
    static String effect(String registration, Instant paidUntil) {
        return registration + "/" + LocalDate.ofInstant(paidUntil, ZoneOffset.UTC);
    }
}
