package dev.plat.chassis.entitlement;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.OptionalLong;

/**
 * What an account may do.
 *
 * @param plan for people
 * @param readOnly whether nothing may be changed or published; what is published stays
 * @param sites how many it may have; empty: as many as anybody
 */
public record Allowance(String plan, boolean readOnly, OptionalLong sites) {

    /** Of whom nothing was said. */
    public static final Allowance EVERYBODY = new Allowance("", false, OptionalLong.empty());

    /**
     * Says that something may be changed.
     *
     * @throws PlatException {@code plan-limit}
     */
    public void requireWriting() {
        if (readOnly) {
            throw new PlatException(
                    ErrorCode.PLAN_LIMIT,
                    "The plan is not paid, so nothing can be changed or published until it is. What"
                            + " is published stays.",
                    "value",
                    "read-only",
                    "expected",
                    "a plan that is paid");
        }
    }
}
