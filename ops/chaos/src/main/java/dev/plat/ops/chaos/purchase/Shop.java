package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkout as a buyer's browser meets it.
 *
 * <p>Threads: safe.
 */
final class Shop implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(40);

    private final URI checkout;
    private final InstantSource clock;
    private final Tickets tickets = new Tickets(Sale.SECRET);
    private final HttpClient http = HttpClient.newHttpClient();
    private final IdGenerator ids;

    Shop(URI checkout, InstantSource clock) {
        this.checkout = checkout;
        this.clock = clock;
        this.ids = new IdGenerator(clock, new SecureRandom());
    }

    /** Somebody with an account. */
    record Person(Id account, Id session) {}

    /** What was answered. */
    record Answer(int status, JsonNode body) {

        String text(String field) {
            return body.path(field).asText("");
        }

        /** An order, as far as it is one. */
        boolean good() {
            return status == 200 || status == 201;
        }
    }

    Person person() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        return new Person(account, ids.next(IdKind.SESSION, account));
    }

    /**
     * @param plan whether a plan is bought, too
     * @param coupon one that takes a quarter off; null: none
     */
    Answer place(
            Person person, String key, List<String> names, boolean plan, @Nullable String coupon)
            throws InterruptedException {
        List<String> items = new ArrayList<>();
        for (String name : names) {
            items.add("{\"price\": \"%s\", \"name\": \"%s\"}".formatted(Sale.NAME_PRICE, name));
        }
        if (plan) {
            items.add("{\"price\": \"%s\"}".formatted(Sale.PLAN_PRICE));
        }
        long total = Sale.NAME_CENTS * names.size() + (plan ? Sale.PLAN_CENTS : 0);
        String with = coupon == null ? "" : ", \"coupon\": \"%s\"".formatted(coupon);
        return ask(
                person,
                "POST",
                "",
                "{\"key\": \"%s\", \"items\": [%s], \"total\": {\"amount\": %d, \"currency\": \"EUR\"}%s}"
                        .formatted(
                                key,
                                String.join(", ", items),
                                coupon == null ? total : total - total / 4,
                                with));
    }

    Answer look(Person person, String order) throws InterruptedException {
        return ask(person, "GET", "/" + order, "");
    }

    Answer cancel(Person person, String order) throws InterruptedException {
        return ask(person, "POST", "/" + order + "/cancel", "{}");
    }

    Answer payAgain(Person person, String order) throws InterruptedException {
        return ask(person, "POST", "/" + order + "/payment", "{}");
    }

    /** Status 0: no answer. */
    private Answer ask(Person person, String method, String path, String body)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(checkout.resolve("/api/v1/orders" + path))
                        .timeout(CALL_MAX)
                        .header("Content-Type", "application/json")
                        .header("Origin", Sale.ORIGIN)
                        .header("Plat-Csrf", tickets.csrf(person.session()))
                        .header(
                                "Cookie",
                                tickets.cookie(person.session(), person.account(), clock.instant()))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            return new Answer(0, JSON.createObjectNode());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
