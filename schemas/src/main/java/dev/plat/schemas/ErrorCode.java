package dev.plat.schemas;

/**
 * Every code a caller may meet. The text is for ever; the status is HTTP's; {@code retryable} says
 * that the same request may succeed later and that nothing was changed by the failed one.
 */
public enum ErrorCode {
    // What the caller sent.
    JSON_MALFORMED("json-malformed", 400, false),
    ID_MALFORMED("id-malformed", 400, false),
    PATH_REFUSED("path-refused", 400, false),
    REQUEST_MALFORMED("request-malformed", 400, false),
    BAD_KEY("bad-key", 400, false),
    BAD_HEADER("bad-header", 400, false),
    SIGNATURE_INVALID("signature-invalid", 400, false),
    TIMESTAMP_OUTSIDE("timestamp-outside", 400, false),
    SIGN_IN_REQUIRED("sign-in-required", 401, false),
    SIGN_IN_FAILED("sign-in-failed", 401, false),
    TICKET_MISSING("ticket-missing", 401, false),
    TICKET_REFUSED("ticket-refused", 401, false),
    CARD_DECLINED("card-declined", 402, false),
    ACTION_NEEDED("action-needed", 402, false),
    ORIGIN_REFUSED("origin-refused", 403, false),
    ROLE_INSUFFICIENT("role-insufficient", 403, false),
    PLAN_LIMIT("plan-limit", 403, false),
    WRONG_TIER("wrong-tier", 403, false),
    NOT_FOUND("not-found", 404, false),
    HOST_UNKNOWN("host-unknown", 404, false),
    METHOD_REFUSED("method-refused", 405, false),
    REQUEST_TIMEOUT("request-timeout", 408, true),
    NAME_TAKEN("name-taken", 409, false),
    NAME_IN_USE("name-in-use", 409, false),
    ORDER_RUNNING("order-running", 409, false),
    RECORD_CONFLICTS("record-conflicts", 409, false),
    RECORD_MANAGED("record-managed", 409, false),
    TRANSFER_LOCKED("transfer-locked", 409, false),
    PRICE_GONE("price-gone", 409, false),
    QUOTE_CHANGED("quote-changed", 409, false),
    ORDER_STATE("order-state", 409, false),
    PAYMENT_IN_PROGRESS("payment-in-progress", 409, false),
    ENDPOINT_STATE("endpoint-state", 409, false),
    SLUG_TAKEN("slug-taken", 409, false),
    PATH_TAKEN("path-taken", 409, false),
    RESOURCES_MISSING("resources-missing", 409, false),
    DEPLOY_CONFLICT("deploy-conflict", 409, false),
    IDEMPOTENCY_IN_FLIGHT("idempotency-in-flight", 409, true),
    CONTENT_DIFFERS("content-differs", 409, false),
    LENGTH_REQUIRED("length-required", 411, false),
    REVISION_STALE("revision-stale", 412, false),
    ZONE_STALE("zone-stale", 412, false),
    PRECONDITION_FAILED("precondition-failed", 412, false),
    BODY_TOO_LARGE("body-too-large", 413, false),
    REQUEST_LINE_TOO_LONG("request-line-too-long", 414, false),
    MEDIA_TYPE_REFUSED("media-type-refused", 415, false),
    RANGE_UNSATISFIABLE("range-unsatisfiable", 416, false),
    /** A connection whose certificate is for another host; on a connection of its own it may do. */
    HOST_MISDIRECTED("host-misdirected", 421, true),
    FIELD_INVALID("field-invalid", 422, false),
    SLUG_INVALID("slug-invalid", 422, false),
    NAME_INVALID("name-invalid", 422, false),
    NAME_IS_SUFFIX("name-is-suffix", 422, false),
    NAME_PREMIUM("name-premium", 422, false),
    NAME_RESERVED("name-reserved", 422, false),
    WILDCARD_REFUSED("wildcard-refused", 422, false),
    ADDRESS_REFUSED("address-refused", 422, false),
    RECORD_INVALID("record-invalid", 422, false),
    ISSUER_CANNOT_SIGN("issuer-cannot-sign", 422, false),
    CONTACT_INVALID("contact-invalid", 422, false),
    MONEY_INVALID("money-invalid", 422, false),
    AMOUNT_TOO_SMALL("amount-too-small", 422, false),
    CART_LIMIT("cart-limit", 422, false),
    COUPON_REFUSED("coupon-refused", 422, false),
    TAX_ID_INVALID("tax-id-invalid", 422, false),
    REFUND_TOO_LARGE("refund-too-large", 422, false),
    ENDPOINT_LIMIT("endpoint-limit", 422, false),
    CARD_NUMBER_REFUSED("card-number-refused", 422, false),
    TRANSFER_CODE_REFUSED("transfer-code-refused", 422, false),
    IMAGE_REFUSED("image-refused", 422, false),
    DOCUMENT_TOO_LARGE("document-too-large", 422, false),
    INLINE_ASSET_TOO_LARGE("inline-asset-too-large", 422, false),
    DIGEST_MISMATCH("digest-mismatch", 422, false),
    RELEASE_INVALID("release-invalid", 422, false),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 422, false),
    REVISION_REQUIRED("revision-required", 428, false),
    RATE_LIMITED("rate-limited", 429, true),
    CA_BUDGET("ca-budget", 429, true),
    TOO_MANY_ATTEMPTS("too-many-attempts", 429, true),
    REQUEST_HEAD_TOO_LARGE("request-head-too-large", 431, false),
    HEAD_TOO_LARGE("head-too-large", 431, false),

    // What Plat could not do just now.
    INTERNAL("internal", 500, false),
    TRY_AGAIN("try-again", 503, true),
    PROVIDER_UNAVAILABLE("provider-unavailable", 503, true),
    OVERLOADED("overloaded", 503, true),
    SIGN_IN_BUSY("sign-in-busy", 503, true),
    BUCKET_UNPLACED("bucket-unplaced", 503, true),
    QUORUM_MISSED("quorum-missed", 503, true),
    RESOURCE_UNAVAILABLE("resource-unavailable", 503, true),
    /** The commit's fate is unknown; only an idempotency key makes a repeat safe. */
    COMMIT_UNKNOWN("commit-unknown", 503, false),
    BUSY("busy", 503, true),
    DRAINING("draining", 503, true),
    DISK_SUSPECT("disk-suspect", 503, true),
    RESOURCE_DAMAGED("resource-damaged", 503, true),
    DEADLINE_EXCEEDED("deadline-exceeded", 504, true),
    NO_SPACE("no-space", 507, true),

    // What an operator or developer must mend.
    WRONG_CLUSTER("wrong-cluster", 500, false),
    FENCE_BYPASS("fence-bypass", 500, false),
    CONFIG_INVALID("config-invalid", 500, false),
    /** A posting that would break a rule of the books; nothing of it was written. */
    LEDGER_REFUSED("ledger-refused", 500, false),
    /** A change of the schema ended in the middle of the shards; run again, it goes on there. */
    SCHEMA_STOPPED("schema-stopped", 500, false);

    private final String text;
    private final int httpStatus;
    private final boolean retryable;

    ErrorCode(String text, int httpStatus, boolean retryable) {
        this.text = text;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
    }

    /** Kebab case, stable for ever. */
    public String text() {
        return text;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public boolean retryable() {
        return retryable;
    }
}
