package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Amounts;
import dev.plat.ops.sandbox.card.desk.Bookings;
import dev.plat.ops.sandbox.card.desk.Disputes;
import dev.plat.ops.sandbox.card.desk.Events;
import dev.plat.ops.sandbox.card.desk.Payouts;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a shop's books and machines ask: events, endpoints, the balance, disputes, payouts. */
final class BackOffice {

    private static final Instant EVER = Instant.ofEpochSecond(Integer.MAX_VALUE * 100L);

    private BackOffice() {}

    static List<Route> routes() {
        String hooks = "webhook_endpoints";
        return List.of(
                new Route(
                        "events.list",
                        "GET",
                        "events",
                        (change, call) -> Lists.of(change, call, "event", "events")),
                new Route(
                        "events.retrieve",
                        "GET",
                        "events/*",
                        (change, call) -> Answer.of(Found.one(change, "event", call.id(), "id"))),
                new Route("webhook_endpoints.create", "POST", hooks, BackOffice::endpoint),
                new Route(
                        "webhook_endpoints.list",
                        "GET",
                        hooks,
                        (change, call) -> Lists.of(change, call, "webhook_endpoint", hooks)),
                new Route(
                        "webhook_endpoints.retrieve",
                        "GET",
                        hooks + "/*",
                        (change, call) ->
                                Answer.of(Found.one(change, "webhook_endpoint", call.id(), "id"))),
                new Route(
                        "webhook_endpoints.delete",
                        "DELETE",
                        hooks + "/*",
                        (change, call) -> {
                            Item endpoint = Found.one(change, "webhook_endpoint", call.id(), "id");
                            change.remove(endpoint);
                            return People.gone(endpoint);
                        }),
                new Route("balance.retrieve", "GET", "balance", BackOffice::balance),
                new Route(
                        "balance_transactions.list",
                        "GET",
                        "balance_transactions",
                        (change, call) ->
                                Lists.of(
                                        change,
                                        call,
                                        Bookings.KIND,
                                        "balance_transactions",
                                        "currency",
                                        "source",
                                        "type")),
                new Route(
                        "balance_transactions.retrieve",
                        "GET",
                        "balance_transactions/*",
                        (change, call) -> {
                            Answer line =
                                    Answer.of(Found.one(change, Bookings.KIND, call.id(), "id"));
                            Bookings.show(change, line.body());
                            return line;
                        }),
                new Route(
                        "disputes.list",
                        "GET",
                        "disputes",
                        (change, call) ->
                                Lists.of(
                                        change,
                                        call,
                                        Disputes.KIND,
                                        "disputes",
                                        "charge",
                                        "payment_intent")),
                new Route(
                        "disputes.retrieve",
                        "GET",
                        "disputes/*",
                        (change, call) ->
                                Answer.of(Found.one(change, Disputes.KIND, call.id(), "dispute"))),
                new Route("disputes.update", "POST", "disputes/*", BackOffice::evidence),
                new Route(
                        "disputes.close",
                        "POST",
                        "disputes/*/close",
                        (change, call) -> {
                            Item dispute = Found.locked(change, Disputes.KIND, call.id());
                            Disputes.lost(change, dispute);
                            return Answer.of(dispute);
                        }),
                new Route("payouts.create", "POST", "payouts", BackOffice::payout),
                new Route(
                        "payouts.list",
                        "GET",
                        "payouts",
                        (change, call) ->
                                Lists.of(change, call, Payouts.KIND, "payouts", "status")),
                new Route(
                        "payouts.retrieve",
                        "GET",
                        "payouts/*",
                        (change, call) ->
                                Answer.of(Found.one(change, Payouts.KIND, call.id(), "payout"))),
                new Route(
                        "payouts.reverse",
                        "POST",
                        "payouts/*/reverse",
                        (change, call) ->
                                Answer.of(
                                        Payouts.reverse(
                                                change,
                                                Found.locked(change, Payouts.KIND, call.id())))));
    }

    /** The secret is told once. */
    private static Answer endpoint(Change change, Call call) throws SQLException {
        Form form = call.form();
        String url = SessionCalls.url(form, "url");
        if (url.isEmpty()) {
            throw Refusal.missing("url");
        }
        List<String> events = form.texts("enabled_events");
        if (events.isEmpty()) {
            throw Refusal.missing("enabled_events");
        }
        String version = form.text("api_version").orElse(Events.API_VERSION);
        if (!version.equals(Events.API_VERSION)) {
            throw Refusal.invalid(
                    "", "api_version", "The sandbox speaks " + Events.API_VERSION + " only.");
        }
        Item endpoint = change.make("we", "webhook_endpoint");
        ObjectNode body = endpoint.body();
        body.put("api_version", version);
        body.putNull("application");
        body.put("description", form.text("description").orElse(""));
        ArrayNode enabled = body.putArray("enabled_events");
        events.forEach(enabled::add);
        ObjectNode metadata = body.putObject("metadata");
        form.metadata().forEach(metadata::put);
        body.put("status", "enabled");
        body.put("url", url);
        String secret = change.id("whsec");
        endpoint.hidden().put("secret", secret);
        Answer answer = Answer.of(endpoint);
        answer.body().put("secret", secret);
        return answer;
    }

    private static Answer balance(Change change, Call call) throws SQLException {
        ObjectNode body = Json.object();
        body.put("object", "balance");
        body.put("livemode", false);
        Map<String, Long> available = change.balances(change.now());
        Map<String, Long> all = change.balances(EVER);
        ArrayNode now = body.putArray("available");
        ArrayNode later = body.putArray("pending");
        all.forEach((currency, total) -> {
            long there = available.getOrDefault(currency, 0L);
            sum(now, currency, there);
            sum(later, currency, total - there);
        });
        return Answer.of(body);
    }

    private static void sum(ArrayNode to, String currency, long amount) {
        ObjectNode one = to.addObject();
        one.put("amount", amount);
        one.put("currency", currency);
        one.putObject("source_types").put("card", amount);
    }

    private static Answer evidence(Change change, Call call) throws SQLException {
        Item dispute = Found.locked(change, Disputes.KIND, call.id());
        String text = call.form().form("evidence").need("uncategorized_text");
        call.form().flag("submit");
        Disputes.evidence(change, dispute, text);
        return Answer.of(dispute);
    }

    private static Answer payout(Change change, Call call) throws SQLException {
        Form form = call.form();
        String currency = Amounts.currency(form.need("currency"));
        form.word("method", "standard", "standard");
        return Answer.of(
                Payouts.make(change, form.needNumber("amount"), currency, form.metadata()));
    }
}
