package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Methods;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.desk.TestCard;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.util.List;

/** Customers and their saved cards. */
final class People {

    private static final String[] FIELDS = {"description", "email", "name", "phone"};

    private People() {}

    static List<Route> routes() {
        return List.of(
                new Route("customers.create", "POST", "customers", People::create),
                new Route(
                        "customers.list",
                        "GET",
                        "customers",
                        (change, call) -> Lists.of(change, call, "customer", "customers", "email")),
                new Route(
                        "customers.retrieve",
                        "GET",
                        "customers/*",
                        (change, call) -> Answer.of(customer(change, call.id(), "id"))),
                new Route("customers.update", "POST", "customers/*", People::update),
                new Route("customers.delete", "DELETE", "customers/*", People::delete),
                new Route(
                        "payment_methods.list",
                        "GET",
                        "customers/*/payment_methods",
                        People::ofCustomer),
                new Route("payment_methods.create", "POST", "payment_methods", People::method),
                new Route("payment_methods.list", "GET", "payment_methods", People::methods),
                new Route(
                        "payment_methods.retrieve",
                        "GET",
                        "payment_methods/*",
                        (change, call) -> Answer.of(known(change, call))),
                new Route(
                        "payment_methods.attach",
                        "POST",
                        "payment_methods/*/attach",
                        People::attach),
                new Route(
                        "payment_methods.detach",
                        "POST",
                        "payment_methods/*/detach",
                        People::detach));
    }

    static Item customer(Change change, String id, String param) throws SQLException {
        return change.find(id)
                .filter(item -> item.kind().equals("customer"))
                .orElseThrow(() -> Refusal.unknown("customer", param, id));
    }

    private static Answer create(Change change, Call call) {
        Item customer = change.make("cus", "customer");
        ObjectNode body = customer.body();
        body.put("balance", 0);
        body.putNull("currency");
        body.putNull("default_source");
        body.put("delinquent", false);
        for (String field : FIELDS) {
            body.putNull(field);
        }
        body.putNull("discount");
        ObjectNode invoice = body.putObject("invoice_settings");
        invoice.putNull("custom_fields");
        invoice.putNull("default_payment_method");
        invoice.putNull("footer");
        body.putObject("metadata");
        body.putNull("shipping");
        body.put("tax_exempt", "none");
        fill(body, call.form());
        return Answer.of(customer);
    }

    private static Answer update(Change change, Call call) throws SQLException {
        Item customer =
                change.lock("customer", call.id())
                        .orElseThrow(() -> Refusal.unknown("customer", "id", call.id()));
        fill(customer.body(), call.form());
        change.put(customer);
        return Answer.of(customer);
    }

    private static void fill(ObjectNode body, Form form) {
        for (String field : FIELDS) {
            form.text(field).ifPresent(text -> body.put(field, text));
        }
        form.metadata().forEach(((ObjectNode) body.path("metadata"))::put);
    }

    private static Answer delete(Change change, Call call) throws SQLException {
        Item customer = customer(change, call.id(), "id");
        change.remove(customer);
        return gone(customer);
    }

    static Answer gone(Item item) {
        ObjectNode body = item.body().objectNode();
        body.put("id", item.id());
        body.put("object", item.kind());
        body.put("deleted", true);
        return Answer.of(body);
    }

    private static Answer method(Change change, Call call) {
        if (!call.form().word("type", "", "card").equals("card")) {
            throw Refusal.missing("type");
        }
        Form card = call.form().form("card");
        if (card.has("number")) {
            throw Digits.refused("card[number]");
        }
        String token = card.need("token");
        TestCard known =
                TestCard.ofToken(token)
                        .orElseThrow(() -> Refusal.unknown("token", "card[token]", token));
        Item method = Methods.ofToken(change, known);
        call.form().metadata().forEach(((ObjectNode) method.body().path("metadata"))::put);
        return Answer.of(method);
    }

    private static Item known(Change change, Call call) throws SQLException {
        return change.lock("payment_method", call.id())
                .orElseThrow(() -> Refusal.unknown("PaymentMethod", "id", call.id()));
    }

    private static Answer methods(Change change, Call call) throws SQLException {
        call.form().word("type", "card", "card");
        return Lists.of(change, call, "payment_method", "payment_methods", "customer");
    }

    private static Answer ofCustomer(Change change, Call call) throws SQLException {
        call.form().word("type", "card", "card");
        Item customer = customer(change, call.id(), "id");
        ObjectNode like = customer.body().objectNode().put("customer", customer.id());
        return Lists.of(
                change,
                call,
                "payment_method",
                "customers/" + customer.id() + "/payment_methods",
                like);
    }

    private static Answer attach(Change change, Call call) throws SQLException {
        Item customer = customer(change, call.form().need("customer"), "customer");
        Item method = Methods.use(change, call.id(), "id");
        Methods.attach(change, method, customer.id());
        return Answer.of(method);
    }

    private static Answer detach(Change change, Call call) throws SQLException {
        Item method = known(change, call);
        Methods.detach(change, method);
        return Answer.of(method);
    }
}
