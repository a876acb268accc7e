package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Payment methods: a card without its number. */
public final class Methods {

    private static final int TOKEN_YEARS = 3;

    private Methods() {}

    /** A new one, of a card that was typed or named by its token. */
    public static Item make(Change change, TestCard card, YearMonth expiry, boolean cvcTyped) {
        Item method = change.make("pm", "payment_method");
        ObjectNode body = method.body();
        body.put("type", "card");
        body.put("allow_redisplay", "unspecified");
        body.set("billing_details", nobody(body.objectNode()));
        ObjectNode shown = body.putObject("card");
        shown.put("brand", card.brand());
        shown.put("display_brand", card.brand());
        shown.put("country", "US");
        shown.put("exp_month", expiry.getMonthValue());
        shown.put("exp_year", expiry.getYear());
        shown.put("funding", card.funding());
        shown.put("last4", card.lastFour());
        shown.putObject("checks").put("cvc_check", cvcTyped ? "pass" : "unchecked");
        shown.putObject("networks").putArray("available").add(card.brand());
        shown.putObject("three_d_secure_usage").put("supported", true);
        body.putNull("customer");
        body.putObject("metadata");
        method.hidden().put("card", card.name());
        return method;
    }

    static ObjectNode nobody(ObjectNode billing) {
        billing.putNull("address");
        billing.putNull("email");
        billing.putNull("name");
        billing.putNull("phone");
        return billing;
    }

    /** Of a published token. */
    public static Item ofToken(Change change, TestCard card) {
        YearMonth expiry = YearMonth.from(change.now().atZone(ZoneOffset.UTC));
        return make(change, card, expiry.plusYears(TOKEN_YEARS), false);
    }

    /** A saved one, or a new one of a published token. */
    public static Item use(Change change, String id, String param) throws SQLException {
        var published = TestCard.ofToken(id);
        if (published.isPresent()) {
            return ofToken(change, published.get());
        }
        return change.lock("payment_method", id)
                .orElseThrow(() -> Refusal.unknown("PaymentMethod", param, id));
    }

    static TestCard card(Item method) {
        return TestCard.valueOf(method.hidden().path("card").asText());
    }

    static boolean setUp(Item method) {
        return method.hidden().path("set_up").asBoolean();
    }

    /** To its customer, who may be charged with it from now on. */
    public static void attach(Change change, Item method, String customer) {
        String owner = method.text("customer");
        if (!method.body().path("customer").isNull() && !owner.equals(customer)) {
            throw Refusal.state(
                    "payment_method_unexpected_state",
                    "The payment method is attached to another customer.");
        }
        boolean before = owner.equals(customer);
        method.body().put("customer", customer);
        change.put(method);
        if (!before) {
            Events.add(change, "payment_method.attached", method);
        }
    }

    /** The buyer was asked by the bank, or the card needs no asking. */
    static void settle(Change change, Item method) {
        method.hidden().put("set_up", true);
        change.put(method);
    }

    public static void detach(Change change, Item method) {
        if (method.body().path("customer").isNull()) {
            throw Refusal.state(
                    "payment_method_unexpected_state",
                    "The payment method is not attached to a customer.");
        }
        method.body().putNull("customer");
        change.put(method);
        Events.add(change, "payment_method.detached", method);
    }
}
