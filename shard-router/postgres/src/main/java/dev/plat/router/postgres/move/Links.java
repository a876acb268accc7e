package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.move.Ledger.Kind;
import dev.plat.schemas.Bucket;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Making and unmaking the two links of a move. Every piece is looked for first, so that both may be
 * repeated from wherever they broke off. The order of making: publication before slot, or decoding
 * would not find it; the order of unmaking: subscription, slots, publication, for the same reason.
 */
final class Links {

    private final Move move;
    private final Lines lines;
    private final ControlPoints points;

    Links(Move move, Lines lines, ControlPoints points) {
        this.move = move;
        this.lines = lines;
        this.points = points;
    }

    void make(Side giver) {
        Link link = new Link(move, giver);
        boolean forward = giver == Side.SOURCE;
        String prefix = forward ? "" : "rev.";
        ShardLine from = lines.step(giver);
        ShardLine to = lines.step(giver.other());
        from.write(connection -> {
            Ledger.write(connection, Kind.PUBLICATION, link.name(), move);
            Ledger.write(connection, Kind.SLOT, link.name(), move);
            return true;
        });
        to.write(connection -> {
            Ledger.write(connection, Kind.SUBSCRIPTION, link.name(), move);
            return true;
        });
        if (forward) {
            points.reach("ledger.written");
        }
        from.write(connection -> {
            if (!Publications.exists(connection, link.name())) {
                Publications.create(connection, link, forward ? all() : none());
            }
            return true;
        });
        points.reach(prefix + (forward ? "pub.made" : "pub"));
        makeSlot(link, giver);
        points.reach(prefix + (forward ? "slot.made" : "slot"));
        String publisher = from.subscriptionString();
        to.write(connection -> {
            if (Subscriptions.find(connection, link.name()).isEmpty()) {
                Subscriptions.create(connection, link.name(), publisher, forward);
            }
            return true;
        });
        points.reach(prefix + (forward ? "sub.made" : "sub"));
    }

    /** The forward link's copy has ended. */
    void copied() {
        Link link = new Link(move, Side.SOURCE);
        lines.step(Side.TARGET)
                .write(connection -> {
                    Subscriptions.copied(connection, link.name());
                    return true;
                });
    }

    /** The number is held before and after: what made the slot had no transaction to hold it in. */
    private void makeSlot(Link link, Side giver) {
        ShardLine line = lines.slot(giver);
        line.look(_ -> true);
        line.alone(connection -> {
            Slots.make(connection, link.name());
            return true;
        });
        line.look(_ -> true);
        line.close();
    }

    void unmake(Side giver) {
        Link link = new Link(move, giver);
        ShardLine from = lines.step(giver);
        ShardLine to = lines.step(giver.other());
        Optional<String> tableSlots =
                to.look(connection -> {
                    Optional<Long> number = Subscriptions.find(connection, link.name());
                    return number.isEmpty()
                            ? Optional.<String>empty()
                            : Optional.of(
                                    Subscriptions.tableSlots(connection, number.orElseThrow()));
                });
        if (tableSlots.isPresent()) {
            // From here on only this line knows which table copies belonged to the subscription.
            from.write(connection -> {
                Ledger.write(connection, Kind.TABLE_SLOTS, tableSlots.orElseThrow(), move);
                return true;
            });
        }
        to.write(connection -> {
            if (Subscriptions.find(connection, link.name()).isPresent()) {
                Subscriptions.drop(connection, link.name());
            }
            Ledger.erase(connection, Kind.SUBSCRIPTION.text(), link.name());
            return true;
        });
        points.reach("clean.sub");
        dropSlots(giver, link);
        points.reach("clean.slot");
        from.write(connection -> {
            Publications.drop(connection, link.name());
            Ledger.erase(connection, Kind.PUBLICATION.text(), link.name());
            return true;
        });
        points.reach("clean.pub");
    }

    private void dropSlots(Side giver, Link link) {
        ShardLine from = lines.step(giver);
        var patterns =
                from.look(connection ->
                        Ledger.all(connection).stream()
                                .filter(line -> line.move().equals(move.id()))
                                .filter(line -> line.kind().equals(Kind.TABLE_SLOTS.text()))
                                .map(Ledger.Line::name)
                                .toList());
        from.alone(connection -> {
            Slots.drop(connection, link.name());
            for (String pattern : patterns) {
                Slots.drop(connection, pattern);
            }
            return true;
        });
        from.write(connection -> {
            Ledger.erase(connection, Kind.SLOT.text(), link.name());
            for (String pattern : patterns) {
                Ledger.erase(connection, Kind.TABLE_SLOTS.text(), pattern);
            }
            return true;
        });
    }

    private SortedSet<Integer> all() {
        return move.buckets().stream()
                .map(Bucket::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<Integer> none() {
        return Collections.emptySortedSet();
    }
}
