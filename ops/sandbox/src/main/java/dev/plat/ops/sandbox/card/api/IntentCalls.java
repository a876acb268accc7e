package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Amounts;
import dev.plat.ops.sandbox.card.desk.Charges;
import dev.plat.ops.sandbox.card.desk.Decline;
import dev.plat.ops.sandbox.card.desk.Intents;
import dev.plat.ops.sandbox.card.desk.Methods;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.desk.TestCard.Presence;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Payment intents, charges and refunds. */
final class IntentCalls {

    private static final String KIND = "payment_intent";

    private IntentCalls() {}

    static List<Route> routes() {
        String path = "payment_intents";
        return List.of(
                new Route("payment_intents.create", "POST", path, IntentCalls::create),
                new Route(
                        "payment_intents.list",
                        "GET",
                        path,
                        (change, call) -> Lists.of(change, call, KIND, path, "customer")),
                new Route(
                        "payment_intents.retrieve",
                        "GET",
                        path + "/*",
                        (change, call) -> {
                            call.form().text("client_secret");
                            return Answer.of(Found.one(change, KIND, call.id(), "intent"));
                        }),
                new Route("payment_intents.update", "POST", path + "/*", IntentCalls::update),
                new Route(
                        "payment_intents.confirm",
                        "POST",
                        path + "/*/confirm",
                        (change, call) ->
                                confirm(change, call, Found.locked(change, KIND, call.id()))),
                new Route(
                        "payment_intents.capture",
                        "POST",
                        path + "/*/capture",
                        IntentCalls::capture),
                new Route(
                        "payment_intents.cancel", "POST", path + "/*/cancel", IntentCalls::cancel),
                new Route(
                        "charges.retrieve",
                        "GET",
                        "charges/*",
                        (change, call) ->
                                Answer.of(Found.one(change, "charge", call.id(), "charge"))),
                new Route(
                        "charges.list",
                        "GET",
                        "charges",
                        (change, call) ->
                                Lists.of(
                                        change,
                                        call,
                                        "charge",
                                        "charges",
                                        "customer",
                                        "payment_intent")),
                new Route(
                        "setup_intents.retrieve",
                        "GET",
                        "setup_intents/*",
                        (change, call) ->
                                Answer.of(Found.one(change, "setup_intent", call.id(), "intent"))),
                new Route("refunds.create", "POST", "refunds", IntentCalls::refund),
                new Route(
                        "refunds.retrieve",
                        "GET",
                        "refunds/*",
                        (change, call) ->
                                Answer.of(Found.one(change, "refund", call.id(), "refund"))),
                new Route(
                        "refunds.list",
                        "GET",
                        "refunds",
                        (change, call) ->
                                Lists.of(
                                        change,
                                        call,
                                        "refund",
                                        "refunds",
                                        "charge",
                                        "payment_intent")));
    }

    private static Answer create(Change change, Call call) throws SQLException {
        Form form = call.form();
        String currency = Amounts.currency(form.need("currency"));
        long amount = Amounts.checked(form.needNumber("amount"), currency, "amount");
        String customer = form.text("customer").orElse("");
        if (!customer.isEmpty()) {
            People.customer(change, customer, "customer");
        }
        for (String type : form.texts("payment_method_types")) {
            if (!type.equals("card")) {
                throw Refusal.invalid("", "payment_method_types", "Only card.");
            }
        }
        Form automatic = form.form("automatic_payment_methods");
        automatic.text("enabled");
        automatic.text("allow_redirects");
        Item intent =
                Intents.make(
                        change,
                        new Intents.Terms(
                                call.play().amount(amount),
                                call.play().currency(currency),
                                customer,
                                form.word("capture_method", "automatic", "automatic", "manual"),
                                form.word("setup_future_usage", "", "off_session", "on_session"),
                                form.text("description").orElse(""),
                                form.metadata()));
        if (form.flag("confirm")) {
            return confirm(change, call, intent);
        }
        Optional<String> method = form.text("payment_method");
        if (method.isPresent()) {
            intent.body().put("payment_method", usable(change, method.get(), intent).id());
            intent.body().put("status", "requires_confirmation");
        }
        return Answer.of(intent);
    }

    private static Answer confirm(Change change, Call call, Item intent) throws SQLException {
        Form form = call.form();
        String id =
                form.text("payment_method")
                        .or(() -> Optional.of(intent.text("payment_method")))
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() -> Refusal.missing("payment_method"));
        boolean absent =
                !form.word("off_session", "false", "true", "false", "one_off", "recurring")
                        .equals("false");
        form.flag("error_on_requires_action");
        String returnUrl = SessionCalls.url(form, "return_url");
        Item method = usable(change, id, intent);
        Intents.Result result =
                Intents.attempt(
                        change,
                        intent,
                        method,
                        absent ? Presence.ABSENT : Presence.SAVED,
                        call.play(),
                        call.origin() + "/challenge/" + intent.id(),
                        returnUrl);
        return switch (result) {
            case Intents.Result.Taken _,
                    Intents.Result.Held _,
                    Intents.Result.Processing _,
                    Intents.Result.Challenge _ ->
                    Answer.of(intent);
            case Intents.Result.Declined(Decline decline) -> declined(intent, method, decline);
        };
    }

    /** A card of the customer who pays, or one that is used this once. */
    private static Item usable(Change change, String id, Item intent) throws SQLException {
        Item method = Methods.use(change, id, "payment_method");
        String owner = method.text("customer");
        if (!owner.isEmpty() && !owner.equals(intent.text("customer"))) {
            throw Refusal.invalid(
                    "payment_method_unexpected_state",
                    "payment_method",
                    "The payment method belongs to another customer.");
        }
        return method;
    }

    static Answer declined(Item intent, Item method, Decline decline) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        Intents.error(error, decline, intent.text("latest_charge"), method);
        error.set("payment_intent", intent.body().deepCopy());
        return new Answer(402, body);
    }

    private static Answer update(Change change, Call call) throws SQLException {
        Item intent = Found.locked(change, KIND, call.id());
        call.form().metadata().forEach(((ObjectNode) intent.body().path("metadata"))::put);
        call.form().text("description").ifPresent(text -> intent.body().put("description", text));
        change.put(intent);
        return Answer.of(intent);
    }

    private static Answer capture(Change change, Call call) throws SQLException {
        Item intent = Found.locked(change, KIND, call.id());
        long amount =
                call.form().number("amount_to_capture").orElse(intent.number("amount_capturable"));
        if (amount < 1 && intent.text("status").equals("requires_capture")) {
            throw Refusal.invalid(
                    "amount_too_small", "amount_to_capture", "The amount must be at least 1.");
        }
        Intents.capture(
                change,
                intent,
                Math.min(
                        call.play().part(amount),
                        Math.max(amount, intent.number("amount_capturable"))));
        return Answer.of(intent);
    }

    private static Answer cancel(Change change, Call call) throws SQLException {
        String reason =
                call.form()
                        .word(
                                "cancellation_reason",
                                "",
                                "duplicate",
                                "fraudulent",
                                "requested_by_customer",
                                "abandoned");
        Item intent = Found.locked(change, KIND, call.id());
        boolean ofSession = !intent.hidden().path("session").asText("").isEmpty();
        if (ofSession && Intents.open(intent)) {
            throw Refusal.state(
                    "payment_intent_unexpected_state",
                    "This PaymentIntent belongs to an open Checkout Session; expire that.");
        }
        Intents.cancel(change, intent, reason);
        return Answer.of(intent);
    }

    private static Answer refund(Change change, Call call) throws SQLException {
        Form form = call.form();
        Optional<String> named = form.text("payment_intent");
        Optional<String> charge = form.text("charge");
        if (named.isEmpty() && charge.isEmpty()) {
            throw Refusal.missing("payment_intent");
        }
        String id =
                named.isPresent()
                        ? named.get()
                        : Found.one(change, "charge", charge.orElseThrow(), "charge")
                                .text("payment_intent");
        String reason = form.word("reason", "", "duplicate", "fraudulent", "requested_by_customer");
        Item intent = Found.locked(change, KIND, id);
        Optional<Long> amount = form.number("amount");
        return Answer.of(
                Charges.refund(
                        change,
                        intent,
                        amount.map(call.play()::part),
                        reason,
                        Map.copyOf(form.metadata())));
    }
}
