package dev.plat.payments.provider.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import java.util.Locale;
import java.util.Map;

/** The buyer's page as it is asked for. The same charge gives the same words, to the byte. */
final class StripePage {

    private StripePage() {}

    static SessionCreateParams of(Charge charge) {
        LineItem.PriceData.ProductData product =
                LineItem.PriceData.ProductData.builder()
                        .setName("Payment " + charge.payment())
                        .build();
        LineItem.PriceData price =
                LineItem.PriceData.builder()
                        .setCurrency(charge.amount().currency().code().toLowerCase(Locale.ROOT))
                        .setUnitAmount(StripeAmounts.sent(charge.amount()))
                        .setProductData(product)
                        .build();
        PaymentIntentData.Builder intent =
                PaymentIntentData.builder()
                        .setCaptureMethod(
                                charge.capture() == Capture.MANUAL
                                        ? PaymentIntentData.CaptureMethod.MANUAL
                                        : PaymentIntentData.CaptureMethod.AUTOMATIC);
        if (charge.keepsCard()) {
            intent.setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION);
        }
        SessionCreateParams.Builder session =
                SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.PAYMENT)
                        .setCustomer(charge.customer())
                        .setClientReferenceId(charge.payment().toString())
                        .setSuccessUrl(charge.returnUrl())
                        .setCancelUrl(charge.cancelUrl())
                        .setExpiresAt(charge.expires().getEpochSecond())
                        .addLineItem(
                                LineItem.builder().setQuantity(1L).setPriceData(price).build());
        // One by one and sorted: a map of the JDK has another order in each process.
        StripeOutcomes.marks(charge).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(mark -> {
                    intent.putMetadata(mark.getKey(), mark.getValue());
                    session.putMetadata(mark.getKey(), mark.getValue());
                });
        return session.setPaymentIntentData(intent.build()).build();
    }
}
