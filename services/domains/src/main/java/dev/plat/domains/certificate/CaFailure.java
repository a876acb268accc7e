package dev.plat.domains.certificate;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a CA, or the way to it, would not do. */
public final class CaFailure extends PlatException {

    @Serial private static final long serialVersionUID = 1;

    private final FailureClass failure;
    private final String sentence;
    private final @Nullable Duration wait;

    public CaFailure(FailureClass failure, String sentence) {
        this(failure, sentence, null);
    }

    /**
     * @param sentence the CA's own, for the name's owner
     * @param wait how long the CA asks to be left alone
     */
    public CaFailure(FailureClass failure, String sentence, @Nullable Duration wait) {
        super(
                code(failure),
                "The certificate authority did not do this.",
                "class",
                failure.text(),
                "value",
                sentence);
        this.failure = failure;
        this.sentence = sentence;
        this.wait = wait;
    }

    public FailureClass failure() {
        return failure;
    }

    public String sentence() {
        return sentence;
    }

    public Optional<Duration> waiting() {
        return Optional.ofNullable(wait);
    }

    private static ErrorCode code(FailureClass failure) {
        return switch (failure) {
            case RATE -> ErrorCode.CA_BUDGET;
            case SERVER, DNS, CAA, CONNECT, ANSWER -> ErrorCode.TRY_AGAIN;
            case POLICY -> ErrorCode.ISSUER_CANNOT_SIGN;
            case OURS -> ErrorCode.INTERNAL;
        };
    }
}
