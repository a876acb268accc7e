package dev.plat.domains.certificate;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.Serial;

/** Another process has taken the order over; whoever meets this lets go of it at once. */
final class LostOrder extends PlatException {

    @Serial private static final long serialVersionUID = 1;

    LostOrder(OrderRow order) {
        super(
                ErrorCode.TRY_AGAIN,
                "Another process has taken this order over.",
                "order",
                order.order().toString(),
                "epoch",
                order.epoch());
    }
}
