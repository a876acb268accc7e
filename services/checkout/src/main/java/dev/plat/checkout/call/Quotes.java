package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What things cost, as the payments service says.
 *
 * <p>Threads: safe; blocking.
 */
public final class Quotes {

    private static final Duration CALL_MAX = Duration.ofSeconds(5);

    private final ServiceClient client;

    public Quotes(ServiceClient client) {
        this.client = client;
    }

    /** One price, so many times. */
    @Serdeable
    public record Item(String price, int quantity) {}

    @Serdeable
    record Wanted(List<Item> items) {}

    /**
     * What a line comes to.
     *
     * @param plan what the price is for
     * @param total with discount and tax, in the smallest unit
     */
    @Serdeable
    public record Line(int number, String price, String plan, int quantity, long total) {}

    /** All of them, in the order asked. */
    @Serdeable
    public record Quote(List<Line> lines, String currency, long total) {}

    /**
     * As of now.
     *
     * @throws dev.plat.schemas.PlatException {@code price-gone}, {@code cart-limit}, {@code
     *     money-invalid}
     */
    public Quote of(List<Item> items) {
        return client.post(
                "payments",
                "/internal/v1/quotes",
                new Wanted(items),
                Optional.empty(),
                Quote.class,
                Deadline.in(CALL_MAX));
    }
}
