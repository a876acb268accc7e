package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order in a list for operators.
 *
 * @param due when something is to be asked next; null when nothing is
 */
public record Listed(
        Id order,
        Id account,
        OrderState state,
        @Nullable String reason,
        Instant placed,
        @Nullable Instant secured,
        @Nullable Instant due) {}
