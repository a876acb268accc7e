package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a provider's own account says, for those who hold their books against it. Each method is one
 * call or two, without a retry.
 *
 * <p>Threads: safe, and blocking. Never call it from inside a transaction.
 */
public interface Statement {

    /** As it stands in rows and accounts: {@code stripe}. */
    String name();

    /**
     * Movements since a moment, the newest first.
     *
     * @param before the last movement of the page before, or empty
     * @return empty when the provider does not say
     */
    Optional<MovementPage> movements(Instant since, Optional<String> before);

    /** Whose the money of a movement is: of a dispute, whose charge it is about. */
    Sighting look(Movement movement);

    /**
     * What the provider holds for us in all, one amount a currency, paid out or not yet.
     *
     * @return empty when the provider does not say
     */
    Optional<List<Money>> balance();
}
