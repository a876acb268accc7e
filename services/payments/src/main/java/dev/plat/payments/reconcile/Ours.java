package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What we have of the attempt or refund that a movement names.
 *
 * @param state in words, for people
 * @param last nothing more will come of it by itself
 * @param intent the provider's name of what took the money, when it is known
 * @param expected what was booked and the provider must show; null when nothing was
 * @param metBy the movement that showed it; null when none did
 * @param disputed the provider has told before that this dispute took money
 */
public record Ours(
        String state,
        boolean last,
        @Nullable String intent,
        @Nullable Money expected,
        @Nullable String metBy,
        boolean disputed) {}
