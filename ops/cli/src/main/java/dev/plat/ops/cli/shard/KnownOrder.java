package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.Desk;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;

/** An order by the name somebody typed. */
final class KnownOrder {

    private static final int NAMED_MAX = 10;

    private KnownOrder() {}

    /** The order, or a refusal that names those that have not ended. */
    static Order find(Desk desk, String id) {
        return desk.orders()
                .find(id)
                .orElseThrow(() -> {
                    List<String> open =
                            desk.orders().all().stream()
                                    .filter(order -> !order.state().ended())
                                    .map(Order::id)
                                    .limit(NAMED_MAX)
                                    .toList();
                    return new PlatException(
                            ErrorCode.NOT_FOUND,
                            "There is no such order.",
                            "value",
                            id,
                            "expected",
                            open.isEmpty()
                                    ? "one that plat shard status lists; none is open"
                                    : String.join(", ", open));
                });
    }
}
