package dev.plat.ops.sandbox.card;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.ExpandableField;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.model.StripeError;
import com.stripe.model.StripeObject;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds an answer against the fields that stripe-java's models declare, all the way down. */
final class Models {

    private static final Map<String, Class<?>> KINDS =
            Map.ofEntries(
                    Map.entry("balance", Balance.class),
                    Map.entry("balance_transaction", BalanceTransaction.class),
                    Map.entry("charge", Charge.class),
                    Map.entry("checkout.session", Session.class),
                    Map.entry("customer", Customer.class),
                    Map.entry("dispute", Dispute.class),
                    Map.entry("event", Event.class),
                    Map.entry("payment_intent", PaymentIntent.class),
                    Map.entry("payment_method", PaymentMethod.class),
                    Map.entry("payout", Payout.class),
                    Map.entry("refund", Refund.class),
                    Map.entry("setup_intent", SetupIntent.class),
                    Map.entry("webhook_endpoint", WebhookEndpoint.class));

    private Models() {}

    static void check(JsonObject answer) {
        if (answer.has("error")) {
            check(answer.get("error"), StripeError.class, "error");
            return;
        }
        String kind = answer.get("object").getAsString();
        if (kind.equals("list")) {
            if (!Set.of("object", "data", "has_more", "url").equals(answer.keySet())) {
                throw new AssertionError("a list with " + answer.keySet());
            }
            answer.getAsJsonArray("data").forEach(each -> check(each.getAsJsonObject()));
            return;
        }
        Class<?> model = KINDS.get(kind);
        if (model == null) {
            throw new AssertionError("no model of " + kind);
        }
        check(answer, model, kind);
    }

    private static void check(JsonElement value, Type type, String path) {
        if (value.isJsonNull() || value.isJsonPrimitive()) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == ExpandableField.class) {
                check(value.getAsJsonObject());
            } else if (generic.getRawType() == List.class) {
                for (JsonElement each : value.getAsJsonArray()) {
                    check(each, generic.getActualTypeArguments()[0], path + "[]");
                }
            } else if (generic.getRawType() != Map.class) {
                throw new AssertionError(path + " is a " + type);
            }
            return;
        }
        if (type == JsonObject.class) {
            check(value.getAsJsonObject());
            return;
        }
        if (!(type instanceof Class<?> model) || !StripeObject.class.isAssignableFrom(model)) {
            throw new AssertionError(path + " is a " + type + " and not " + value);
        }
        Map<String, Type> fields = fields(model);
        for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
            Type field = fields.get(entry.getKey());
            if (field == null) {
                throw new AssertionError(
                        "%s.%s: %s has no such field".formatted(path, entry.getKey(), model));
            }
            check(entry.getValue(), field, path + "." + entry.getKey());
        }
    }

    private static Map<String, Type> fields(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Class<?> at = model; at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                SerializedName name = field.getAnnotation(SerializedName.class);
                if (name != null && !Modifier.isStatic(field.getModifiers())) {
                    fields.put(name.value(), field.getGenericType());
                }
            }
        }
        return fields;
    }
}
