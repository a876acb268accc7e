package dev.plat.domains.certificate.acme;

import dev.plat.domains.certificate.CaFailure;
import dev.plat.domains.certificate.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** What a failure of acme4j's means for the order. */
final class AcmeFailures {

    private static final String ERROR = "urn:ietf:params:acme:error:";
    private static final int SENTENCE_MAX = 1000;

    private AcmeFailures() {}

    static CaFailure of(AcmeException failure, Instant now) {
        CaFailure told =
                switch (failure) {
                    case AcmeRateLimitedException limited ->
                            new CaFailure(
                                    FailureClass.RATE,
                                    sentence(limited.getProblem()),
                                    wait(limited.getRetryAfter(), now));
                    case AcmeServerException refused ->
                            new CaFailure(
                                    classOf(refused.getProblem()), sentence(refused.getProblem()));
                    case AcmeNetworkException _ ->
                            new CaFailure(FailureClass.SERVER, "The CA cannot be reached.");
                    default -> ofStatus(failure);
                };
        told.causedBy(failure);
        return told;
    }

    /** Of a name's proof or of a whole order. */
    static FailureClass classOf(Problem problem) {
        String type = problem.getType().toString();
        if (!type.startsWith(ERROR)) {
            return FailureClass.OURS;
        }
        return switch (type.substring(ERROR.length())) {
            case "dns" -> FailureClass.DNS;
            case "caa" -> FailureClass.CAA;
            case "connection", "tls" -> FailureClass.CONNECT;
            case "incorrectResponse", "unauthorized" -> FailureClass.ANSWER;
            case "rateLimited" -> FailureClass.RATE;
            case "badNonce", "serverInternal", "orderNotReady" -> FailureClass.SERVER;
            case "rejectedIdentifier",
                    "unsupportedIdentifier",
                    "userActionRequired",
                    "externalAccountRequired",
                    "unsupportedContact",
                    "invalidContact" ->
                    FailureClass.POLICY;
            default -> FailureClass.OURS;
        };
    }

    /** The CA's own words, cut where nobody would read on. */
    static String sentence(Problem problem) {
        String sentence =
                problem.getDetail().or(problem::getTitle).orElse(problem.getType().toString());
        return sentence.length() > SENTENCE_MAX
                ? sentence.substring(0, SENTENCE_MAX) + "…"
                : sentence;
    }

    static boolean isBadNonce(AcmeException failure) {
        return is(failure, "badNonce");
    }

    static boolean isAlreadyReplaced(AcmeException failure) {
        return is(failure, "alreadyReplaced");
    }

    static boolean isAlreadyRevoked(AcmeException failure) {
        return is(failure, "alreadyRevoked");
    }

    private static boolean is(AcmeException failure, String type) {
        return failure instanceof AcmeServerException refused
                && refused.getType().toString().equals(ERROR + type);
    }

    /** An answer without a problem document, as from a proxy before the CA: "HTTP 503". */
    private static CaFailure ofStatus(AcmeException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.equals("HTTP 429")
                ? new CaFailure(FailureClass.RATE, "The CA answers: too many requests.")
                : new CaFailure(FailureClass.SERVER, "The CA answers: " + message);
    }

    /** Where the CA names a time in its past, now. */
    private static @Nullable Duration wait(Optional<Instant> retryAfter, Instant now) {
        return retryAfter
                .map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO)
                .orElse(null);
    }
}
