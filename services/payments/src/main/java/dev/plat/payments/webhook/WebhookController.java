package dev.plat.payments.webhook;

import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/**
 * Where Stripe tells of events. What is stored is answered with 200, also when it was known;
 * trouble of our own with 503, so that Stripe tells it again.
 */
@Controller("/webhooks/stripe")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Inbox.class)
final class WebhookController {

    private final PaymentProvider provider;
    private final Inbox inbox;

    WebhookController(PaymentProvider provider, Inbox inbox) {
        this.provider = provider;
        this.inbox = inbox;
    }

    @Post
    @Consumes(MediaType.ALL)
    HttpResponse<Void> take(
            @Body byte @Nullable [] body, @Nullable @Header("Stripe-Signature") String signature) {
        ProviderEvent event =
                provider.verify(
                        body == null ? new byte[0] : body, signature == null ? "" : signature);
        try {
            inbox.keep(event, Inbox.Source.HOOK);
        } catch (RoutedSqlException e) {
            throw new PlatException(ErrorCode.TRY_AGAIN, "The event could not be stored.")
                    .causedBy(e);
        }
        return HttpResponse.ok();
    }
}
