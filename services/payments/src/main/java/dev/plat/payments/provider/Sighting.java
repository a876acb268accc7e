package dev.plat.payments.provider;

import dev.plat.schemas.Id;

/** Whose an object at a provider is, by the marks we left on it. */
public sealed interface Sighting {

    record OfAttempt(Id attempt, Refs refs) implements Sighting {}

    record OfRefund(Id refund) implements Sighting {}

    /** Nothing of ours, or of a kind that changes nothing here. */
    record Foreign(String reason) implements Sighting {}

    /** The provider does not say just now. */
    record Unclear(String reason) implements Sighting {}
}
