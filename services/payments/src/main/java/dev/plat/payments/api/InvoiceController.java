package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.InvoiceDocument;
import dev.plat.payments.invoice.Invoices;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** An account's invoices and credit notes. */
@Controller("/api/v1/invoices")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InvoiceController {

    private static final int LIST_MAX = 100;

    /** Nothing is loaded, nothing runs, and nobody frames it. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Router router;
    private final Invoices invoices = new Invoices();

    InvoiceController(Router router) {
        this.router = router;
    }

    @Get
    InvoiceAnswer.All list(Caller person) {
        return new InvoiceAnswer.All(
                router
                        .read(person.account(), tx -> invoices.of(tx, person.account(), LIST_MAX))
                        .stream()
                        .map(InvoiceAnswer::of)
                        .toList());
    }

    @Get("/{invoice}")
    InvoiceAnswer read(Caller person, String invoice) {
        return InvoiceAnswer.of(find(person.account(), invoice));
    }

    /** To print. */
    @Get("/{invoice}.html")
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<String> html(Caller person, String invoice) {
        return HttpResponse.ok(InvoiceDocument.html(find(person.account(), invoice)))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    /** Another's is as none. */
    private Invoice find(Id account, String text) {
        Id id = Id.parse(IdKind.INVOICE, text);
        PlatException none =
                new PlatException(
                        ErrorCode.NOT_FOUND, "There is no such invoice.", "value", id.toString());
        if (!id.bucket().equals(account.bucket())) {
            throw none;
        }
        return router.read(account, tx -> invoices.find(tx, id))
                .filter(found -> found.account().equals(account))
                .orElseThrow(() -> none);
    }

    /** In UTC, as it is numbered. */
    static LocalDate day(Invoice invoice) {
        return LocalDate.ofInstant(invoice.issued(), ZoneOffset.UTC);
    }
}
