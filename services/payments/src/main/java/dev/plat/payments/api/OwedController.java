package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.store.PostgresParticulars;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;

/** What could not be charged is paid by its owner's hand. For services that act for one. */
@Controller("/internal/v1/invoices/{invoice}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = PostgresParticulars.class)
final class OwedController {

    private final Payments payments;
    private final PostgresParticulars particulars;

    OwedController(Payments payments, PostgresParticulars particulars) {
        this.payments = payments;
        this.particulars = particulars;
    }

    /** Where the owner comes back to. */
    @Serdeable
    record Returns(String returnUrl, String cancelUrl) {}

    /** Opens a page to pay at; asked again while it is open, the same one. */
    @Post("/payment")
    PaymentAnswer pay(Caller caller, String invoice, @Body Returns to) {
        return PaymentAnswer.of(
                payments.page(
                        particulars
                                .payable(caller.account(), Id.parse(IdKind.INVOICE, invoice))
                                .backTo(
                                        PaymentController.url("returnUrl", to.returnUrl()),
                                        PaymentController.url("cancelUrl", to.cancelUrl()))));
    }
}
