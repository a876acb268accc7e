package dev.plat.payments.invoice;

import dev.plat.payments.money.Allocation;
import dev.plat.payments.money.Money;
import java.util.ArrayList;
import java.util.List;

/** What of each line is taken, or goes back. */
public final class CreditShares {

    private CreditShares() {}

    static List<Sold> left(Invoice invoice, List<Invoice> notes) {
        List<Sold> left = new ArrayList<>(invoice.lines());
        for (Invoice note : notes) {
            for (Sold part : note.lines()) {
                take(left, part);
            }
        }
        return left.stream().filter(line -> !line.total().isZero()).toList();
    }

    private static void take(List<Sold> left, Sold part) {
        for (int i = 0; i < left.size(); i++) {
            Sold line = left.get(i);
            boolean same =
                    line.price().equals(part.price())
                            && line.description().equals(part.description())
                            && line.net().compareTo(part.net()) >= 0
                            && line.tax().compareTo(part.tax()) >= 0;
            if (same) {
                left.set(
                        i,
                        line.as(
                                line.number(),
                                line.net().minus(part.net()),
                                line.tax().minus(part.tax())));
                return;
            }
        }
        throw new IllegalStateException("credited what was not invoiced: " + part);
    }

    /**
     * An amount shared out over lines by what they come to; those that nothing falls to are left
     * out, the others keep their numbers.
     *
     * @throws IllegalArgumentException when they do not come to so much
     */
    public static List<Sold> of(List<Sold> left, Money total) {
        List<Money> parts =
                Allocation.byWeight(
                        total, left.stream().map(line -> line.total().minor()).toList());
        List<Sold> credited = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Sold line = left.get(i);
            Money part = parts.get(i);
            if (part.compareTo(line.total()) > 0) {
                throw new IllegalArgumentException("more than is left: " + total);
            }
            if (!part.isZero()) {
                List<Money> split =
                        Allocation.byWeight(part, List.of(line.net().minor(), line.tax().minor()));
                credited.add(line.part(split.get(0), split.get(1)));
            }
        }
        return credited;
    }
}
