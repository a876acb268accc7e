package dev.plat.payments.operator;

import dev.plat.payments.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that nothing but a person ends.
 *
 * @param what a refund, an attempt, or a movement by the provider's name
 * @param state {@code failed review amount-diff suspense}
 * @param since when it began; of a movement by the provider's clock
 * @param of the payment or, of what is owed for a plan, the subscription; null: nobody's
 * @param reason why it waits
 */
public record OpenCase(
        String what,
        String state,
        Money amount,
        Instant since,
        @Nullable String of,
        @Nullable String reason) {}
