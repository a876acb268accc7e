package dev.plat.payments.provider;

import org.jspecify.annotations.Nullable;

/**
 * By what a provider knows an attempt.
 *
 * @param session the buyer's page
 * @param intent the movement of money; there from when the buyer pays
 */
public record Refs(@Nullable String session, @Nullable String intent) {

    public static final Refs NONE = new Refs(null, null);

    /** What is known here, else what the other knows. */
    public Refs or(Refs other) {
        return new Refs(
                session == null ? other.session : session, intent == null ? other.intent : intent);
    }

    public boolean none() {
        return session == null && intent == null;
    }
}
