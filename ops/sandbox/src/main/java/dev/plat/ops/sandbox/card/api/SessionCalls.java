package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Amounts;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.desk.Sessions;
import dev.plat.ops.sandbox.card.desk.Setups;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Checkout sessions, as a shop makes them. */
final class SessionCalls {

    private static final Duration LIFE_LEAST = Duration.ofMinutes(30);
    private static final Duration LIFE_MOST = Duration.ofHours(24);

    /** Clocks of two machines differ, and a call takes time. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final int LINES_MAX = 100;
    private static final long QUANTITY_MAX = 10_000;

    private SessionCalls() {}

    static List<Route> routes() {
        String path = "checkout/sessions";
        return List.of(
                new Route("checkout.sessions.create", "POST", path, SessionCalls::create),
                new Route(
                        "checkout.sessions.list",
                        "GET",
                        path,
                        (change, call) ->
                                Lists.of(
                                        change,
                                        call,
                                        Sessions.KIND,
                                        path,
                                        "customer",
                                        "payment_intent",
                                        "status")),
                new Route(
                        "checkout.sessions.retrieve",
                        "GET",
                        path + "/*",
                        (change, call) ->
                                Answer.of(
                                        change.find(call.id())
                                                .filter(item -> item.kind().equals(Sessions.KIND))
                                                .orElseThrow(() -> unknown(call)))),
                new Route(
                        "checkout.sessions.expire",
                        "POST",
                        path + "/*/expire",
                        (change, call) -> {
                            Item session =
                                    change.lock(Sessions.KIND, call.id())
                                            .orElseThrow(() -> unknown(call));
                            Sessions.expire(change, session);
                            return Answer.of(session);
                        }));
    }

    private static Refusal unknown(Call call) {
        return Refusal.unknown("checkout.session", "session", call.id());
    }

    private static Answer create(Change change, Call call) throws SQLException {
        Form form = call.form();
        String mode = form.word("mode", "", "payment", "setup");
        if (mode.isEmpty()) {
            throw Refusal.missing("mode");
        }
        for (String type : form.texts("payment_method_types")) {
            if (!type.equals("card")) {
                throw Refusal.invalid("", "payment_method_types", "Only card.");
            }
        }
        form.word("ui_mode", "hosted_page", "hosted", "hosted_page");
        form.text("locale");
        Item session = change.make("cs_test", Sessions.KIND);
        ObjectNode body = session.body();
        body.putNull("amount_subtotal");
        body.putNull("amount_total");
        body.putObject("automatic_tax").put("enabled", false);
        put(body, "cancel_url", url(form, "cancel_url"));
        put(body, "client_reference_id", form.text("client_reference_id").orElse(""));
        body.putNull("currency");
        put(body, "customer", customer(change, form));
        put(body, "customer_email", form.text("customer_email").orElse(""));
        Instant end = end(change, form);
        body.put("expires_at", end.getEpochSecond());
        session.due(end);
        ObjectNode metadata = body.putObject("metadata");
        form.metadata().forEach(metadata::put);
        body.put("mode", mode);
        body.putNull("payment_intent");
        body.putArray("payment_method_types").add("card");
        body.put("payment_status", mode.equals("setup") ? "no_payment_required" : "unpaid");
        body.putNull("setup_intent");
        body.put("status", "open");
        put(body, "success_url", url(form, "success_url"));
        if (body.path("success_url").isNull()) {
            throw Refusal.missing("success_url");
        }
        body.put("ui_mode", "hosted_page");
        body.put("url", call.origin() + "/pay/" + session.id());
        if (mode.equals("setup")) {
            setup(change, form, body);
        } else {
            payment(form, session, call.play());
        }
        return Answer.of(session);
    }

    private static void put(ObjectNode body, String field, String text) {
        if (text.isEmpty()) {
            body.putNull(field);
        } else {
            body.put(field, text);
        }
    }

    private static String customer(Change change, Form form) throws SQLException {
        String id = form.text("customer").orElse("");
        if (!id.isEmpty()) {
            People.customer(change, id, "customer");
        }
        return id;
    }

    private static Instant end(Change change, Form form) {
        Instant end =
                form.number("expires_at")
                        .map(Instant::ofEpochSecond)
                        .orElse(change.now().plus(LIFE_MOST));
        Duration life = Duration.between(change.now(), end);
        if (life.compareTo(LIFE_LEAST.minus(SLACK)) < 0
                || life.compareTo(LIFE_MOST.plus(SLACK)) > 0) {
            throw Refusal.invalid(
                    "",
                    "expires_at",
                    "The expires_at timestamp must be 30 minutes to 24 hours from Checkout Session"
                            + " creation.");
        }
        return end;
    }

    static String url(Form form, String field) {
        String text = form.text(field).orElse("");
        if (text.isEmpty()) {
            return "";
        }
        // The placeholder is no URL until it is filled in.
        String tried = text.replace("{CHECKOUT_SESSION_ID}", "id");
        if (!tried.matches("https?://[!-~]+") || !parses(tried)) {
            throw Refusal.invalid("url_invalid", field, "Not a valid URL.");
        }
        return text;
    }

    private static boolean parses(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void setup(Change change, Form form, ObjectNode body) {
        if (form.has("line_items") || form.has("payment_intent_data")) {
            throw Refusal.invalid("", "line_items", "You can not pass line_items in setup mode.");
        }
        form.text("currency").ifPresent(Amounts::currency);
        ObjectNode metadata = Json.of(form.form("setup_intent_data").metadata());
        Item setup = Setups.make(change, body.path("customer").asText(""), metadata);
        setup.hidden().put("session", body.path("id").asText());
        body.put("setup_intent", setup.id());
    }

    private static void payment(Form form, Item session, Play play) {
        String currency = "";
        long total = 0;
        List<Form> lines = form.forms("line_items");
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw Refusal.invalid(
                    "parameter_missing", "line_items", "1 to " + LINES_MAX + " line_items.");
        }
        for (Form line : lines) {
            long quantity = line.number("quantity").orElse(1L);
            Form price = line.form("price_data");
            String of = Amounts.currency(price.need("currency"));
            long unit = price.needNumber("unit_amount");
            Form product = price.form("product_data");
            product.need("name");
            product.text("description");
            product.metadata();
            price.text("tax_behavior");
            if (unit < 0 || unit > 99_999_999 || quantity < 1 || quantity > QUANTITY_MAX) {
                throw Refusal.invalid(
                        "", "line_items", "Invalid unit_amount or quantity of a line item.");
            }
            if (!currency.isEmpty() && !currency.equals(of)) {
                throw Refusal.invalid("", "line_items", "All line items have the same currency.");
            }
            currency = of;
            total += unit * quantity;
        }
        long amount = play.amount(Amounts.checked(total, currency, "line_items"));
        session.body().put("amount_subtotal", amount);
        session.body().put("amount_total", amount);
        session.body().put("currency", play.currency(currency));
        ObjectNode details = session.body().putObject("total_details");
        details.put("amount_discount", 0);
        details.put("amount_shipping", 0);
        details.put("amount_tax", 0);
        Form intent = form.form("payment_intent_data");
        ObjectNode wish = session.hidden().putObject("intent");
        wish.put(
                "capture_method",
                intent.word("capture_method", "automatic", "automatic", "manual"));
        wish.put(
                "setup_future_usage",
                intent.word("setup_future_usage", "", "off_session", "on_session"));
        wish.put("description", intent.text("description").orElse(""));
        Map<String, String> metadata = intent.metadata();
        wish.set("metadata", Json.of(metadata));
    }
}
