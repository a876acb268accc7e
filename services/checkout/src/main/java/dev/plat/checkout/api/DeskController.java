package dev.plat.checkout.api;

import dev.plat.checkout.OrderDesk;
import dev.plat.checkout.order.Listed;
import dev.plat.checkout.order.OrderState;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For operators and for the payments service, by the cluster's own ticket. */
@Controller("/internal/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeskController {

    private static final int LISTED_MAX = 200;
    private static final long OLDER_MAX = Duration.ofDays(36_500).toSeconds();

    private final OrderDesk desk;

    DeskController(OrderDesk desk) {
        this.desk = desk;
    }

    @Get("/orders")
    DeskAnswer.All list(
            @Nullable @QueryValue String state, @Nullable @QueryValue Long olderSeconds) {
        long older = olderSeconds == null ? 0 : olderSeconds;
        if (older < 0 || older > OLDER_MAX) {
            throw PlatException.invalidField("olderSeconds", older, "0 to " + OLDER_MAX);
        }
        List<Listed> found =
                desk.list(
                        Optional.ofNullable(state).map(OrderState::parse),
                        Duration.ofSeconds(older),
                        LISTED_MAX + 1);
        return new DeskAnswer.All(
                found.stream().limit(LISTED_MAX).map(DeskAnswer.Row::of).toList(),
                found.size() > LISTED_MAX);
    }

    @Get("/orders/{order}")
    DeskAnswer show(String order) {
        return DeskAnswer.of(desk.show(id(order)));
    }

    @Post("/orders/{order}/advance")
    DeskAnswer advance(String order) {
        return DeskAnswer.of(desk.advance(id(order)));
    }

    @Post("/orders/{order}/park")
    DeskAnswer park(String order, @Body DeskAnswer.Why body) {
        return DeskAnswer.of(desk.park(id(order), body.reason()));
    }

    @Post("/orders/{order}/unpark")
    DeskAnswer unpark(String order) {
        return DeskAnswer.of(desk.unpark(id(order)));
    }

    /** The payment of an order has the order's own number. */
    @Post("/payments/{payment}/changed")
    DeskAnswer.State changed(String payment) {
        Id id = Id.parse(IdKind.PAYMENT, payment);
        return new DeskAnswer.State(
                desk.paymentChanged(new Id(IdKind.ORDER, id.uuid()))
                        .map(order -> order.state().text())
                        .orElse(null));
    }

    private static Id id(String text) {
        return Id.parse(IdKind.ORDER, text);
    }
}
