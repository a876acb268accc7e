package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.money.Money;
import dev.plat.payments.quote.Discount;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Bills one cell for some periods, and holds each bill against the slow reckoning. */
final class Trial {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final IdGenerator IDS = new IdGenerator(() -> START, new SecureRandom());
    private static final Id ACCOUNT = IDS.next(IdKind.ACCOUNT, new Bucket(1));
    private static final Id SUBSCRIPTION = IDS.next(IdKind.SUBSCRIPTION, ACCOUNT);
    private static final int AFTERWARDS = 2;

    private final Cell cell;
    private final Biller biller;
    private final List<Coverage> rows = new ArrayList<>();
    private Subscription it;

    private Trial(Cell cell, Biller biller) {
        this.cell = cell;
        this.biller = biller;
        this.it = fresh(cell.anchor(), cell.first());
    }

    static Subscription fresh(LocalDate anchor, Price price) {
        return new Subscription(
                SUBSCRIPTION,
                ACCOUNT,
                SubscriptionState.ACTIVE,
                price.plan(),
                price.id(),
                price.amount().currency(),
                anchor,
                price.interval(),
                ZoneId.of("Europe/Berlin"),
                -1,
                null,
                false,
                START,
                START);
    }

    /** What is not as it should be, in its bills or with one of the outcomes of its charge. */
    static Optional<String> difference(Cell cell, Biller biller) {
        try {
            Trial trial = new Trial(cell, biller);
            Optional<String> wrong = trial.run();
            for (Charge charge : Charge.all()) {
                wrong = wrong.or(() -> ChargeTrial.difference(trial.it, charge, biller));
            }
            return wrong;
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> run() {
        Price price = cell.first();
        LocalDate anchor = cell.anchor();
        int billed = 0;
        int period = 0;
        for (; period < 2; period++) {
            Optional<String> wrong = renewed(price, anchor, price.interval(), period, billed++);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        ChangeKind kind = cell.change();
        if (kind != null) {
            LocalDate day = cell.moment().of(it.current());
            Price to = cell.target(kind);
            int used = kind == ChangeKind.NEW_PERIOD ? billed++ : billed - 1;
            Optional<String> wrong = changed(kind, price, to, day, used);
            if (wrong.isPresent()) {
                return wrong;
            }
            price = to;
            if (kind == ChangeKind.NEW_PERIOD) {
                anchor = day;
                period = 1;
            }
        }
        for (int i = 0; i < AFTERWARDS; i++, period++) {
            Optional<String> wrong = renewed(price, anchor, price.interval(), period, billed++);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return everyDayOnce().or(this::allIsEarned);
    }

    private Optional<String> renewed(
            Price price, LocalDate anchor, Interval every, int period, int billed) {
        Billing.Renewed renewed = biller.renew(it, price, rows.size() + 1, cell.terms(billed));
        it = renewed.after();
        rows.add(renewed.bill().coverage());
        LocalDate first = SlowBilling.start(anchor, every, period);
        LocalDate until = SlowBilling.start(anchor, every, period + 1);
        return wrong(renewed.bill(), price, first, until, SlowBilling.days(first, until), billed);
    }

    private Optional<String> changed(
            ChangeKind kind, Price from, Price to, LocalDate day, int billed) {
        Coverage before = rows.getLast();
        Billing.Changed changed =
                biller.change(it, before, from, to, day, rows.size() + 1, cell.terms(billed));
        it = changed.after();
        if (changed.kind() != kind) {
            return Optional.of("it is " + changed.kind());
        }
        if (kind == ChangeKind.AT_END) {
            boolean waits =
                    changed.cut().isEmpty()
                            && changed.bill().isEmpty()
                            && to.id().equals(it.nextPrice());
            return waits ? Optional.empty() : Optional.of("it does not wait for the end");
        }
        Coverage.Cut cut = changed.cut().orElseThrow();
        rows.set(rows.size() - 1, cut.kept());
        rows.add(changed.bill().orElseThrow().coverage());
        int whole = SlowBilling.days(before.days().first(), before.days().until());
        long net =
                SlowBilling.share(before.charge().net().minor(), day, before.days().until(), whole);
        long tax =
                SlowBilling.share(before.charge().tax().minor(), day, before.days().until(), whole);
        if (cut.credit().net().minor() != net || cut.credit().tax().minor() != tax) {
            return Optional.of("back goes " + cut.credit() + ", not " + net + " and " + tax);
        }
        if (!cut.kept()
                .charge()
                .total()
                .plus(cut.credit().total())
                .equals(before.charge().total())) {
            return Optional.of("the parts do not sum to what was charged");
        }
        LocalDate first =
                kind == ChangeKind.NEW_PERIOD
                        ? day
                        : SlowBilling.start(cell.anchor(), from.interval(), 1);
        LocalDate until =
                kind == ChangeKind.NEW_PERIOD
                        ? SlowBilling.start(day, to.interval(), 1)
                        : SlowBilling.start(cell.anchor(), from.interval(), 2);
        return wrong(changed.bill().get(), to, day, until, SlowBilling.days(first, until), billed);
    }

    private Optional<String> wrong(
            Billing.Bill bill,
            Price price,
            LocalDate first,
            LocalDate until,
            int whole,
            int billed) {
        long listed = SlowBilling.share(price.amount().minor(), first, until, whole);
        long off =
                cell.coupon()
                        .flatMap(coupon -> coupon.at(billed))
                        .map(discount -> off(discount, listed, first, until, whole))
                        .orElse(0L);
        long due = listed - off;
        long tax =
                !cell.tax().taken()
                        ? 0
                        : cell.tax().included()
                                ? SlowBilling.contained(due, Cell.PERCENT)
                                : SlowBilling.percent(due, Cell.PERCENT);
        long net = cell.tax().included() ? due - tax : due;
        Coverage made = bill.coverage();
        boolean right =
                made.days().first().equals(first)
                        && made.days().until().equals(until)
                        && bill.listed().minor() == listed
                        && bill.discount().minor() == off
                        && made.charge().net().minor() == net
                        && made.charge().tax().minor() == tax;
        return right
                ? Optional.empty()
                : Optional.of(
                        bill + ", not " + first + "/" + until + " " + listed + " - " + off + " = "
                                + net + " + " + tax);
    }

    private static long off(
            Discount discount, long listed, LocalDate first, LocalDate until, int whole) {
        return switch (discount) {
            case Discount.Percent percent ->
                    SlowBilling.percent(listed, percent.rate().percent().toPlainString());
            case Discount.Amount amount ->
                    Math.min(
                            SlowBilling.share(amount.money().minor(), first, until, whole), listed);
        };
    }

    private Optional<String> everyDayOnce() {
        Map<LocalDate, Integer> billed = new HashMap<>();
        for (Coverage row : rows) {
            LocalDate day = row.days().first();
            while (day.isBefore(row.days().until())) {
                billed.merge(day, 1, Integer::sum);
                day = SlowBilling.after(day);
            }
        }
        LocalDate end = it.current().until();
        for (LocalDate day = cell.anchor(); day.isBefore(end); day = SlowBilling.after(day)) {
            if (!Objects.equals(billed.remove(day), 1)) {
                return Optional.of(day + " is not billed once");
            }
        }
        return billed.isEmpty() ? Optional.empty() : Optional.of("billed as well: " + billed);
    }

    /** Month by month, never more than was charged, and in the end all of it. */
    private Optional<String> allIsEarned() {
        for (Coverage row : rows) {
            Coverage earning = row;
            for (int month = 1; month <= 12; month++) {
                LocalDate mark = SlowBilling.start(row.days().first(), Interval.MONTH, month);
                Money more = earning.earned(mark);
                earning = earning.earning(more);
            }
            Money rest = earning.earned(row.days().until().plusYears(1));
            if (!earning.earning(rest).recognised().equals(row.charge().net())) {
                return Optional.of("not all is earned of " + row);
            }
        }
        return Optional.empty();
    }
}
