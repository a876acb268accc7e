package dev.plat.schemas;

import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one failure Plat's code throws on purpose: a stable code, a constant sentence, and facts as
 * key and value, so that logs can be searched and counted. A client's mistake names the bad {@code
 * value} and what was {@code expected}.
 */
public class PlatException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient Map<String, Object> facts;

    /**
     * @param text a constant sentence, without values
     * @param facts key, value, key, value …; values are text, numbers, booleans, or lists and maps
     *     of them
     */
    public PlatException(ErrorCode code, String text, Object... facts) {
        super(text);
        this.code = code;
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < facts.length; i += 2) {
            map.put(String.valueOf(facts[i]), facts[i + 1]);
        }
        this.facts = Collections.unmodifiableMap(map);
    }

    /** {@link ErrorCode#FIELD_INVALID} with the field, the bad value and the good one. */
    public static PlatException invalidField(String field, Object value, String expected) {
        return new PlatException(
                ErrorCode.FIELD_INVALID,
                "A field has a value that is not allowed.",
                "field",
                field,
                "value",
                value,
                "expected",
                expected);
    }

    /** Adds the failure that led here; it goes to the log and never to a client. */
    public PlatException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public ErrorCode code() {
        return code;
    }

    /** The constant sentence. */
    public String text() {
        return String.valueOf(super.getMessage());
    }

    /** In the order given; unmodifiable. */
    public Map<String, Object> facts() {
        return facts;
    }

    @Override
    public String getMessage() {
        return code.text() + ": " + text() + (facts.isEmpty() ? "" : " " + facts);
    }
}
