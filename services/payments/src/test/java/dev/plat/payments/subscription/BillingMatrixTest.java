package dev.plat.payments.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.quote.Discount;
import dev.plat.payments.tax.Assessment;
import dev.plat.schemas.Currency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All cells of interval, anchor, change, moment, coupon, tax and decimals, made of the code's own
 * constants and held against a slow reckoning; each with every outcome of its charge.
 */
class BillingMatrixTest {

    @Test
    void everyCellIsBilledAsTheSlowReckoningSays() {
        List<Cell> cells = Cell.all();
        List<String> wrong = new ArrayList<>();
        for (Cell cell : cells) {
            Trial.difference(cell, Biller.REAL).ifPresent(it -> wrong.add(cell + ": " + it));
        }

        int each = cells.size() * Charge.all().size();
        System.out.println("billing cells: " + each + ", wrong: " + wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(cells).hasSizeGreaterThan(1_500).doesNotHaveDuplicates();
    }

    /** A constant that is added and met by no cell is found here. */
    @Test
    void everyConstantOfTheCodeIsInACell() {
        Set<Object> met = new HashSet<>();
        for (Cell cell : Cell.all()) {
            met.add(cell.every());
            met.add(cell.tax().reason());
            met.add(cell.moment());
            met.add(cell.currency().exponent());
            if (cell.change() != null) {
                met.add(cell.change());
            }
            cell.coupon()
                    .ifPresent(coupon -> {
                        met.add(coupon.lasting());
                        met.add(coupon.discount().getClass());
                    });
        }
        for (Charge charge : Charge.all()) {
            charge.decline().ifPresent(met::add);
            charge.days().forEach(day -> met.add(day.step()));
        }
        Set<Object> expected = new HashSet<>();
        expected.addAll(List.of(Interval.values()));
        expected.addAll(List.of(ChangeKind.values()));
        expected.addAll(List.of(Coupon.Lasting.values()));
        expected.addAll(List.of(Assessment.Reason.values()));
        expected.addAll(List.of(DeclineClass.values()));
        expected.addAll(List.of(DunningStep.values()));
        expected.addAll(List.of((Object[]) Discount.class.getPermittedSubclasses()));
        Currency.all().values().forEach(currency -> expected.add(currency.exponent()));

        assertThat(met).containsAll(expected);
    }

    static List<Biller> twins() {
        return List.of(
                new Biller.FromTheLastPeriod(),
                new Biller.CreditsThePrice(),
                new Biller.BillsDaysTwice(),
                new Biller.KeepsTheTax(),
                new Biller.ForgetsTheCoupon(),
                new Biller.CheapensAtOnce(),
                new Biller.ForgetsTheHold(),
                new Biller.BeginsTheDaysAnew(),
                new Biller.DunsAfterTheEnd(),
                new Biller.StaysHeld());
    }

    @ParameterizedTest
    @MethodSource("twins")
    void aTwinWithAFaultIsFound(Biller twin) {
        Optional<String> found =
                Cell.all().stream()
                        .map(cell -> Trial.difference(cell, twin))
                        .flatMap(Optional::stream)
                        .findFirst();

        assertThat(found).as(twin.getClass().getSimpleName()).isPresent();
    }

    /** Each outcome of a charge, as the code's constants have them, leads to where it should. */
    @Test
    void everyOutcomeLeadsToAState() {
        Set<SubscriptionState> reached = new HashSet<>();
        Set<DunningStep> done = new HashSet<>();
        for (DeclineClass decline : DeclineClass.values()) {
            Cell cell = Cell.all().getFirst();
            Instant now = Instant.parse("2027-02-01T00:00:00Z");
            Subscription it =
                    Billing.renew(
                                    Trial.fresh(cell.anchor(), cell.first()),
                                    cell.first(),
                                    1,
                                    Billing.Terms.NONE)
                            .after();
            Standing owed = new Standing(it, List.of(), true, Optional.empty());
            assertThat(SubscriptionMachine.next(owed, now)).isEmpty();
            Standing declined = SubscriptionMachine.declined(owed, decline, now);
            reached.add(it.state());
            assertThat(
                            SubscriptionMachine.declined(declined, decline, now.plusSeconds(1))
                                    .dunning())
                    .isEqualTo(declined.dunning());
            while (!declined.it().over()) {
                reached.add(declined.it().state());
                Instant due = SubscriptionMachine.due(declined, now).orElseThrow();
                assertThat(SubscriptionMachine.next(declined, due.minusMillis(1))).isEmpty();
                var act =
                        (SubscriptionMachine.Act.Dun)
                                SubscriptionMachine.next(declined, due).orElseThrow();
                done.add(act.item().step());
                assertThat(SubscriptionMachine.paid(declined).it().state())
                        .isEqualTo(SubscriptionState.ACTIVE);
                declined = SubscriptionMachine.dunned(declined, act.item());
                now = due;
            }
            reached.add(declined.it().state());
            assertThat(SubscriptionMachine.due(declined, now)).isEmpty();
            // Ninety calendar days; meanwhile clocks were put forward.
            assertThat(now).isEqualTo(Instant.parse("2027-05-01T23:00:00Z"));
        }

        assertThat(reached).containsExactlyInAnyOrder(SubscriptionState.values());
        assertThat(done).containsExactlyInAnyOrder(DunningStep.values());
    }
}
