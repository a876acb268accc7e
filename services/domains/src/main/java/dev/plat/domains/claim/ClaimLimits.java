package dev.plat.domains.claim;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;

/**
 * How much an account may ask for.
 *
 * @param open claims at a time
 * @param perWindow new ones within {@code window}
 * @param namesPerSite of one site; a plan may come to say less
 */
record ClaimLimits(int open, int perWindow, Duration window, int namesPerSite) {

    static final ClaimLimits USUAL = new ClaimLimits(50, 10, Duration.ofHours(1), 20);

    /**
     * Lets one more claim in.
     *
     * @throws PlatException {@code rate-limited}
     */
    void check(AccountClaimSql.Count count, Instant now) {
        if (count.open() >= open) {
            throw new PlatException(
                    ErrorCode.RATE_LIMITED,
                    "This account has as many open claims as it may.",
                    "value",
                    count.open(),
                    "expected",
                    "fewer than " + open + "; release one that is not needed",
                    "retryAfterSeconds",
                    window.toSeconds());
        }
        Instant first = count.firstRecent();
        if (count.recent() >= perWindow && first != null) {
            throw new PlatException(
                    ErrorCode.RATE_LIMITED,
                    "This account has claimed many names in a short time.",
                    "value",
                    count.recent(),
                    "expected",
                    "fewer than " + perWindow + " in " + window,
                    "retryAfterSeconds",
                    Math.max(1, Duration.between(now, first.plus(window)).toSeconds()));
        }
    }

    /**
     * Lets one more name into a site.
     *
     * @throws PlatException {@code plan-limit}
     */
    void checkSite(int names) {
        if (names >= namesPerSite) {
            throw new PlatException(
                    ErrorCode.PLAN_LIMIT,
                    "This site has as many names as its plan allows.",
                    "value",
                    names,
                    "expected",
                    "fewer than " + namesPerSite);
        }
    }
}
