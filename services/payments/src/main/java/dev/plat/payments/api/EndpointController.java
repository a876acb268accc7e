package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.outgoing.Delivery;
import dev.plat.payments.outgoing.Endpoint;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an account is told of events, for its owner and, in part, for operators. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class EndpointController {

    private static final String ALL = "/api/v1/webhook-endpoints";
    private static final String ONE = ALL + "/{endpoint}";
    private static final String OPERATORS = "/internal/v1/webhooks";
    private static final int LIST_MAX = 100;

    private final Endpoints endpoints;

    EndpointController(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * One that is named.
     *
     * @param types of events it wants; null: all
     */
    @Serdeable
    record New(String url, @Nullable List<String> types) {}

    /**
     * How it stands.
     *
     * @param state {@code enabled disabled}
     * @param reason why it is disabled: {@code owner gone failing}
     * @param oldSecretUntil until when the secret before signs, too
     * @param failingSince since when nothing was taken there
     */
    @Serdeable
    record Named(
            String id,
            String account,
            String url,
            List<String> types,
            String state,
            @Nullable String reason,
            String made,
            @Nullable String oldSecretUntil,
            @Nullable String failingSince) {

        static Named of(Endpoint it) {
            return new Named(
                    it.id().toString(),
                    it.account().toString(),
                    it.url(),
                    it.types(),
                    it.reason().isEmpty() ? "enabled" : "disabled",
                    it.reason().map(Endpoint.Reason::text).orElse(null),
                    it.made().toString(),
                    text(it.oldUntil()),
                    text(it.failingSince()));
        }
    }

    /**
     * With the secret, which is not told again.
     *
     * @param secret {@code whsec_} and base 64
     */
    @Serdeable
    record Secret(Named endpoint, String secret) {

        static Secret of(Endpoints.WithSecret made) {
            return new Secret(Named.of(made.endpoint()), made.secret());
        }
    }

    @Serdeable
    record All(List<Named> endpoints) {

        static All of(List<Endpoint> found) {
            return new All(found.stream().map(Named::of).toList());
        }
    }

    /**
     * An event on its way.
     *
     * @param verdict {@code delivered parked}; null while it is tried
     * @param answer what was heard last
     */
    @Serdeable
    record Sent(
            String event,
            String type,
            long sequence,
            String told,
            int tries,
            @Nullable String due,
            @Nullable String verdict,
            @Nullable String answer) {

        static Sent of(Delivery it) {
            return new Sent(
                    it.event().toString(),
                    it.type(),
                    it.sequence(),
                    it.told().toString(),
                    it.tries(),
                    text(it.due()),
                    it.verdict().orElse(null),
                    it.answer().orElse(null));
        }
    }

    @Serdeable
    record AllSent(List<Sent> deliveries) {

        static AllSent of(List<Delivery> found) {
            return new AllSent(found.stream().map(Sent::of).toList());
        }
    }

    /** How many are sent again. */
    @Serdeable
    record Replayed(int deliveries) {}

    @Post(ALL)
    @Status(HttpStatus.CREATED)
    Secret register(Caller person, @Body New body) {
        List<String> types = body.types() == null ? List.of() : body.types();
        return Secret.of(endpoints.register(person.account(), body.url(), types));
    }

    @Get(ALL)
    All list(Caller person) {
        return All.of(endpoints.of(person.account()));
    }

    @Post(ONE + "/disable")
    Named disable(Caller person, String endpoint) {
        return Named.of(endpoints.disable(person.account(), id(endpoint)));
    }

    @Post(ONE + "/enable")
    Named enable(Caller person, String endpoint) {
        return Named.of(endpoints.enable(person.account(), id(endpoint)));
    }

    @Post(ONE + "/rotate")
    Secret rotate(Caller person, String endpoint) {
        return Secret.of(endpoints.rotate(person.account(), id(endpoint)));
    }

    @Delete(ONE)
    @Status(HttpStatus.NO_CONTENT)
    void delete(Caller person, String endpoint) {
        endpoints.delete(person.account(), id(endpoint));
    }

    /** The newest hundred. */
    @Get(ONE + "/deliveries")
    AllSent deliveries(Caller person, String endpoint) {
        return AllSent.of(endpoints.deliveries(person.account(), id(endpoint), LIST_MAX));
    }

    @Post(ONE + "/deliveries/{event}/replay")
    Replayed replay(Caller person, String endpoint, String event) {
        return new Replayed(
                endpoints.replay(
                        Optional.of(person.account()),
                        id(endpoint),
                        Optional.of(Id.parse(IdKind.EVENT, event))));
    }

    /** Those that take nothing, or have parked events. */
    @Get(OPERATORS)
    All troubled() {
        return All.of(endpoints.troubled(LIST_MAX));
    }

    @Get(OPERATORS + "/accounts/{account}")
    All of(String account) {
        return All.of(endpoints.of(Id.parse(IdKind.ACCOUNT, account)));
    }

    /** All that are parked. */
    @Post(OPERATORS + "/{endpoint}/replay")
    Replayed replay(String endpoint) {
        return new Replayed(endpoints.replay(Optional.empty(), id(endpoint), Optional.empty()));
    }

    @Post(OPERATORS + "/{endpoint}/replay/{event}")
    Replayed replay(String endpoint, String event) {
        return new Replayed(
                endpoints.replay(
                        Optional.empty(),
                        id(endpoint),
                        Optional.of(Id.parse(IdKind.EVENT, event))));
    }

    private static Id id(String text) {
        return Id.parse(IdKind.ENDPOINT, text);
    }

    private static @Nullable String text(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(null);
    }
}
