package dev.plat.ops.sandbox.card;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.CaptureMethod;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a shop asks of the provider, as Plat will. */
record Purchases(StripeClient stripe) {

    static final long AMOUNT = 1_999;

    static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    static RequestOptions anyKey() {
        return key(UUID.randomUUID().toString());
    }

    Customer customer() throws StripeException {
        return stripe.v1()
                .customers()
                .create(
                        CustomerCreateParams.builder()
                                .setEmail("ada@plat.test")
                                .putMetadata("account", "a1")
                                .build(),
                        anyKey());
    }

    Session session(Customer customer, CaptureMethod capture, String attempt)
            throws StripeException {
        return stripe.v1().checkout().sessions().create(wish(customer, capture, attempt), anyKey());
    }

    static SessionCreateParams wish(Customer customer, CaptureMethod capture, String attempt) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setCustomer(customer.getId())
                .addLineItem(
                        LineItem.builder()
                                .setQuantity(1L)
                                .setPriceData(
                                        LineItem.PriceData.builder()
                                                .setCurrency("eur")
                                                .setUnitAmount(AMOUNT)
                                                .setProductData(
                                                        LineItem.PriceData.ProductData.builder()
                                                                .setName("Plan pro")
                                                                .build())
                                                .build())
                                .build())
                .setPaymentIntentData(
                        PaymentIntentData.builder()
                                .setCaptureMethod(capture)
                                .setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                                .putMetadata("attempt", attempt)
                                .build())
                .putMetadata("attempt", attempt)
                .setSuccessUrl("https://plat-checkout.localhost/back?s={CHECKOUT_SESSION_ID}&k=1")
                .setCancelUrl("https://plat-checkout.localhost/cart")
                .build();
    }

    Session session(String id) throws StripeException {
        return stripe.v1().checkout().sessions().retrieve(id);
    }

    PaymentIntent intent(String id) throws StripeException {
        return stripe.v1().paymentIntents().retrieve(id);
    }

    /** All that a customer began, the newest first. */
    List<PaymentIntent> intents(Customer customer) throws StripeException {
        return stripe.v1()
                .paymentIntents()
                .list(
                        PaymentIntentListParams.builder()
                                .setCustomer(customer.getId())
                                .setLimit(100L)
                                .build())
                .getData();
    }

    /** The intent of a session on which somebody pressed the button. */
    PaymentIntent intentOf(Session session) throws StripeException {
        return intent(session(session.getId()).getPaymentIntent());
    }

    /** A card that the customer has saved. */
    PaymentMethod saved(Customer customer, String token) throws StripeException {
        PaymentMethod method =
                stripe.v1()
                        .paymentMethods()
                        .create(
                                PaymentMethodCreateParams.builder()
                                        .setType(PaymentMethodCreateParams.Type.CARD)
                                        .setCard(
                                                PaymentMethodCreateParams.Token.builder()
                                                        .setToken(token)
                                                        .build())
                                        .build(),
                                anyKey());
        return stripe.v1()
                .paymentMethods()
                .attach(
                        method.getId(),
                        PaymentMethodAttachParams.builder().setCustomer(customer.getId()).build(),
                        anyKey());
    }

    PaymentIntent charge(Customer customer, PaymentMethod method, long amount, String key)
            throws StripeException {
        return stripe.v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(amount)
                                .setCurrency("eur")
                                .setCustomer(customer.getId())
                                .setPaymentMethod(method.getId())
                                .setConfirm(true)
                                .setOffSession(true)
                                .putAllMetadata(Map.of("attempt", key))
                                .build(),
                        key(key));
    }
}
