package dev.plat.checkout;

import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.call.RemoteServices;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Event;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderBook;
import dev.plat.checkout.order.OrderDriver;
import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.OrderState;
import dev.plat.checkout.order.Terms;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer does with purchases. What is not at its end goes on by itself; a call that ends here
 * takes it as far as it goes at once.
 *
 * <p>Threads: safe; blocking.
 */
public final class Purchases {

    private static final Duration PAYABLE = Duration.ofMinutes(30);
    private static final int STEPS_MAX = 12;
    private static final int ITEMS_MAX = 20;

    /** Each keeps names from others for a while. */
    private static final int UNPAID_MAX = 10;

    private static final int HOURLY_MAX = 60;
    private static final Duration HOUR = Duration.ofHours(1);

    private final OrderBook book;
    private final OrderDriver driver;
    private final RemoteServices services;
    private final Quotes quotes;
    private final IdGenerator ids;
    private final InstantSource clock;

    Purchases(
            OrderBook book,
            OrderDriver driver,
            RemoteServices services,
            Quotes quotes,
            IdGenerator ids,
            InstantSource clock) {
        this.book = book;
        this.driver = driver;
        this.services = services;
        this.quotes = quotes;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A name that is wanted, or a plan.
     *
     * @param price of names of its ending, or of the plan
     * @param name null for a plan
     * @param years for a plan 1: it is paid for one period at a time
     */
    public record Want(String price, @Nullable String name, int years, @Nullable Id site) {

        Want normal() {
            return name == null
                    ? this
                    : new Want(price, name.strip().toLowerCase(Locale.ROOT), years, site);
        }
    }

    /**
     * What the buyer agrees to.
     *
     * @param seen what they were shown that it comes to
     */
    public record Bid(List<Want> wants, Terms terms, Amount seen) {}

    /**
     * Begins a purchase, or answers how the one with this key stands.
     *
     * @throws PlatException {@code quote-changed} with both sums, {@code coupon-refused} with the
     *     rule, {@code tax-id-invalid}, {@code price-gone}, {@code cart-limit}, {@code
     *     field-invalid} for a price of another ending, {@code idempotency-mismatch}, {@code
     *     rate-limited} with too many that are not paid
     */
    public Order place(Id account, String key, Bid bid) {
        List<Want> wants = bid.wants();
        Amount seen = bid.seen();
        if (wants.isEmpty() || wants.size() > ITEMS_MAX) {
            throw new PlatException(
                    ErrorCode.CART_LIMIT,
                    "A cart does not hold this many.",
                    "value",
                    wants.size(),
                    "expected",
                    "1 to " + ITEMS_MAX);
        }
        Optional<Order> known = book.byKey(account, key);
        if (known.isPresent()) {
            return again(known.get(), bid);
        }
        requireRoom(account);
        Quotes.Quote quote =
                quotes.of(
                        account,
                        wants.stream()
                                .map(want -> new Quotes.Item(want.price(), want.years()))
                                .toList(),
                        bid.terms());
        Amount total = new Amount(quote.total(), quote.currency());
        if (!total.equals(seen)) {
            throw new PlatException(
                    ErrorCode.QUOTE_CHANGED,
                    "This is not what it costs now.",
                    "old",
                    seen.minor() + " " + seen.currency(),
                    "new",
                    total.minor() + " " + total.currency());
        }
        Instant now = clock.instant();
        Order draft =
                Order.draft(
                        ids.next(IdKind.ORDER, account),
                        account,
                        key,
                        Basket.lines(wants, quote),
                        bid.terms(),
                        wants.stream().anyMatch(want -> want.name() != null),
                        now,
                        now.plus(PAYABLE));
        return driven(driver.place(draft).id());
    }

    /**
     * What was ordered under this key before.
     *
     * @throws PlatException {@code not-found}
     */
    public Order placed(Id account, String key) {
        return book.byKey(account, key)
                .map(order -> driven(order.id()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "What was to be ordered is not in the cart any more.",
                                "value",
                                key));
    }

    /** Whether something was ordered under this key. */
    public boolean known(Id account, String key) {
        return book.byKey(account, key).isPresent();
    }

    private void requireRoom(Id account) {
        OrderBook.Load load = book.load(account, clock.instant().minus(HOUR));
        if (load.unpaid() >= UNPAID_MAX || load.placed() >= HOURLY_MAX) {
            throw new PlatException(
                    ErrorCode.RATE_LIMITED,
                    "This account has made many purchases that were not paid.",
                    "value",
                    load.unpaid() + " unpaid, " + load.placed() + " in an hour",
                    "expected",
                    "fewer than " + UNPAID_MAX + " unpaid and " + HOURLY_MAX + " in an hour",
                    "retryAfterSeconds",
                    PAYABLE.toSeconds());
        }
    }

    /** What was agreed on then counts, whatever it costs by now. */
    private Order again(Order known, Bid bid) {
        List<Want> before = known.lines().stream().map(Purchases::want).toList();
        boolean same =
                before.equals(bid.wants().stream().map(Want::normal).toList())
                        && known.terms().equals(bid.terms());
        if (!same) {
            throw new PlatException(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This key was used for another purchase.",
                    "value",
                    known.key(),
                    "expected",
                    "a new key, or the same purchase");
        }
        return driven(known.id());
    }

    private static Want want(OrderLine line) {
        return switch (line.kind()) {
            case PLAN -> new Want(line.price(), null, line.quantity(), line.site());
            case NAME -> new Want(line.price(), line.subject(), line.quantity(), line.site());
        };
    }

    /**
     * How it stands; where it waits for the money that is asked for now.
     *
     * @throws PlatException {@code not-found}
     */
    public Order look(Id account, Id order) {
        Order found = find(account, order);
        if (found.state().last()) {
            return found;
        }
        driver.tell(order, new Event.Hastened());
        return driven(order);
    }

    public List<Order> of(Id account, int most) {
        return book.of(account, most);
    }

    /**
     * Gives up what is not paid.
     *
     * @throws PlatException {@code not-found}, {@code order-state} when it is paid
     */
    public Order cancel(Id account, Id order) {
        find(account, order);
        driver.tell(order, new Event.CancelAsked());
        Order after = driven(order);
        return switch (after.state()) {
            case PROVISIONING, REFUND_DUE, FULFILLED ->
                    throw wrongState(after, "a purchase that is not paid");
            case DRAFT, RESERVED, AWAITING_PAYMENT, REFUNDED, EXPIRED, CANCELLED, PARKED -> after;
        };
    }

    /**
     * Opens another page to pay at. The order has none when it was paid just now, or the provider
     * has not answered yet.
     *
     * @throws PlatException {@code not-found}, {@code order-state}, {@code payment-in-progress},
     *     {@code too-many-attempts}
     */
    public Order payAgain(Id account, Id order) {
        Order found = look(account, order);
        if (found.state() != OrderState.AWAITING_PAYMENT || found.goal() != null) {
            throw wrongState(found, "a purchase that waits for its payment");
        }
        Optional<String> page = services.payAgain(found);
        driver.tell(order, new Event.Opened(page.orElse(null)));
        if (page.isEmpty()) {
            driver.tell(order, new Event.Hastened());
        }
        return driven(order);
    }

    private static PlatException wrongState(Order order, String expected) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The purchase does not stand so that this can be done.",
                "value",
                order.state().text(),
                "expected",
                expected);
    }

    /** Another's is as none. */
    private Order find(Id account, Id order) {
        return book.find(order)
                .filter(found -> found.account().equals(account))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such purchase.",
                                "value",
                                order.toString()));
    }

    private Order driven(Id order) {
        for (int step = 0; step < STEPS_MAX && driver.advance(order); step++) {
            // What was answered may have made the next due.
        }
        return book.find(order).orElseThrow();
    }
}
