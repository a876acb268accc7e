package dev.plat.checkout.api;

import dev.plat.chassis.money.Sum;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Effect;
import dev.plat.checkout.order.Listed;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase as operators see it.
 *
 * @param goal where it ends when what is under way is settled; null while it goes forward
 * @param secured since when the money is ours or held for us
 * @param effects what was asked of other services, in this order
 */
@Serdeable
record DeskAnswer(
        String order,
        String account,
        String state,
        @Nullable String goal,
        @Nullable String reason,
        Sum total,
        String placed,
        String expires,
        @Nullable String secured,
        boolean captured,
        List<Line> lines,
        List<Asked> effects) {

    private static final String UNKNOWN = "unknown";

    @Serdeable
    record Line(int line, String kind, String subject, String price, int quantity, Sum total) {}

    /**
     * Something that was asked.
     *
     * @param state {@code intended}, {@code unknown} from when it was asked until that is answered,
     *     then {@code done}, {@code refused} or {@code dropped}
     * @param fact what was answered
     * @param tries how often somebody set out to ask
     * @param due when it is asked next; null when it is settled
     */
    @Serdeable
    record Asked(
            String step,
            int line,
            @Nullable Sum amount,
            String state,
            @Nullable String fact,
            int tries,
            @Nullable String due) {}

    @Serdeable
    record Row(
            String order,
            String account,
            String state,
            @Nullable String reason,
            String placed,
            @Nullable String secured,
            @Nullable String due) {

        static Row of(Listed it) {
            return new Row(
                    it.order().toString(),
                    it.account().toString(),
                    it.state().text(),
                    it.reason(),
                    it.placed().toString(),
                    text(it.secured()),
                    text(it.due()));
        }
    }

    /** Some purchases, and whether there are more. */
    @Serdeable
    record All(List<Row> orders, boolean more) {}

    @Serdeable
    record Why(String reason) {}

    /**
     * How an order stands.
     *
     * @param state null: there is none
     */
    @Serdeable
    record State(@Nullable String state) {}

    static DeskAnswer of(Order order) {
        return new DeskAnswer(
                order.id().toString(),
                order.account().toString(),
                order.state().text(),
                order.goal() == null ? null : order.goal().text(),
                order.reason(),
                sum(order.total()),
                order.placed().toString(),
                order.expires().toString(),
                text(order.secured()),
                order.captured(),
                order.lines().stream().map(DeskAnswer::line).toList(),
                order.effects().stream().map(DeskAnswer::asked).toList());
    }

    private static Line line(OrderLine it) {
        return new Line(
                it.number(),
                it.kind().text(),
                it.subject(),
                it.price(),
                it.quantity(),
                sum(it.total()));
    }

    private static Asked asked(Effect it) {
        Amount amount = it.amount();
        return new Asked(
                it.step().text(),
                it.line(),
                amount == null ? null : sum(amount),
                it.unknown() ? UNKNOWN : it.state().text(),
                it.fact(),
                it.tries(),
                text(it.due()));
    }

    private static Sum sum(Amount amount) {
        return new Sum(amount.minor(), amount.currency());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
