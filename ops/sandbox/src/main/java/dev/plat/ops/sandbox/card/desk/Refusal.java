package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Json;
import java.io.Serial;
import java.util.regex.Pattern;

/** The asker's mistake, in the shape of Stripe's errors. Nothing of the call is kept. */
public final class Refusal extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    /** What may be a card number is never said again. */
    private static final Pattern DIGITS = Pattern.compile("\\d(?:[ -]?\\d){11,}");

    private static final int SHOWN_MAX = 100;

    private final int status;
    private final transient ObjectNode error;

    private Refusal(int status, String type, String code, String param, String message) {
        super(message);
        this.status = status;
        this.error = Json.object();
        error.put("type", type);
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        error.put("message", message);
        if (!param.isEmpty()) {
            error.put("param", shown(param));
        }
    }

    /** 400 with a code, for one parameter or (empty) for the whole call. */
    public static Refusal invalid(String code, String param, String message) {
        return new Refusal(400, "invalid_request_error", code, param, message);
    }

    public static Refusal missing(String param) {
        return invalid("parameter_missing", param, "Missing required param: " + param + ".");
    }

    /** 400 where an object is in another state than the call needs. */
    public static Refusal state(String code, String message) {
        return invalid(code, "", message);
    }

    public static Refusal unknown(String kind, String param, String id) {
        return new Refusal(
                404,
                "invalid_request_error",
                "resource_missing",
                param,
                "No such " + kind + ": '" + shown(id) + "'");
    }

    public static Refusal noSuchUrl(String method, String path) {
        return new Refusal(
                404,
                "invalid_request_error",
                "",
                "",
                "Unrecognized request URL (" + method + ": " + shown(path) + ").");
    }

    public static Refusal notAllowed() {
        return new Refusal(401, "invalid_request_error", "", "", "Invalid API Key provided.");
    }

    public static Refusal otherRequest(String message) {
        return new Refusal(400, "idempotency_error", "", "", message);
    }

    public static Refusal keyInUse() {
        return new Refusal(
                409,
                "invalid_request_error",
                "idempotency_key_in_use",
                "",
                "There is currently another in-progress request using this Idempotent Key.");
    }

    public static Refusal tooMany() {
        return new Refusal(
                429, "invalid_request_error", "rate_limit", "", "Request rate limit exceeded.");
    }

    public static Refusal failed() {
        return new Refusal(
                500, "api_error", "", "", "Something went wrong on the provider's side.");
    }

    /** A text of the asker, cut short and without digits that may be a card's. */
    public static String shown(String text) {
        String cut = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) : text;
        return DIGITS.matcher(cut).replaceAll("[number]");
    }

    public int status() {
        return status;
    }

    /** {@code {"error": …}}. */
    public ObjectNode body() {
        ObjectNode body = Json.object();
        body.set("error", error);
        return body;
    }
}
