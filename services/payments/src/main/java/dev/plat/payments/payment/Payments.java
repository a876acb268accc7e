package dev.plat.payments.payment;

import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What may be asked of a payment. Each call answers how it stands after the provider was asked
 * once; what the provider did not say by then is found out later.
 *
 * <p>Threads: safe; blocking.
 */
public final class Payments {

    /** The provider's own limit is a day, and its clock is not ours. */
    private static final Duration PAGE = Duration.ofHours(23);

    /**
     * Something is kept for the buyer meanwhile. Providers want thirty minutes at least from when
     * they open it, and for that an order waits half an hour.
     */
    private static final Duration PAGE_WITH_HOLD = Duration.ofMinutes(65);

    /** Less of a page's time, and nobody is sent there any more. */
    private static final Duration PAGE_LEFT = Duration.ofHours(1);

    private static final int LOOKS_MAX = 30;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final PaymentBook book;
    private final AttemptLimits limits;
    private final AttemptDriver driver;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final ControlPoints points;

    public Payments(
            PaymentBook book,
            AttemptDriver driver,
            IdGenerator ids,
            InstantSource clock,
            ControlPoints points) {
        this.book = book;
        this.limits = new AttemptLimits(book);
        this.driver = driver;
        this.ids = ids;
        this.clock = clock;
        this.points = points;
    }

    /**
     * Begins a payment, or answers how the one with this id stands.
     *
     * @throws PlatException {@code idempotency-mismatch} when the id stands for another wish
     */
    public Standing open(Payment payment) {
        return open(payment, List.of());
    }

    /**
     * The same, and what it is for.
     *
     * @param lines which come to the payment's amount; the first word counts
     * @throws PlatException {@code money-invalid} when they come to another amount
     */
    public Standing open(Payment payment, List<Sold> lines) {
        requireWhole(payment, lines);
        Standing placed = book.place(payment, lines, attempt(payment));
        if (!placed.payment().sameAs(payment)) {
            throw new PlatException(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "Another payment has this id.",
                    "value",
                    payment.id().toString());
        }
        points.reach("attempt.created");
        driver.hasten(placed.newest().id());
        return find(payment.id());
    }

    private static void requireWhole(Payment payment, List<Sold> lines) {
        Optional<Money> sum = lines.stream().map(Sold::total).reduce(Money::plus);
        if (sum.isPresent() && !sum.get().equals(payment.amount())) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "The lines do not come to what is to be paid.",
                    "value",
                    sum.get().toString(),
                    "expected",
                    payment.amount().toString());
        }
    }

    /**
     * How a payment stands, by what is known here.
     *
     * @throws PlatException {@code not-found}
     */
    public Standing find(Id payment) {
        return book.find(payment)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such payment.",
                                "value",
                                payment.toString()));
    }

    /**
     * The buyer wants to pay again. An open page is closed first; what was paid there by then
     * counts, and no other attempt begins.
     *
     * @throws PlatException {@code payment-in-progress} while nobody knows what became of the last
     *     one, {@code too-many-attempts}, {@code order-state} when it was closed
     */
    public Standing again(Id payment) {
        Standing before = find(payment);
        return closed(before).orElseGet(() -> another(before.payment()));
    }

    /**
     * Its owner pays by hand what was to be charged without them. A page that is open for it
     * already is shown again.
     *
     * @param owed with where the owner comes back to
     * @throws PlatException as {@link #again}
     */
    public Standing page(Payment owed) {
        // One whose provider had not answered may have its page by now.
        book.find(owed.id()).ifPresent(it -> driver.hasten(it.newest().id()));
        Optional<Standing> before = book.find(owed.id()).map(this::opened);
        Standing now =
                before.filter(this::open)
                        .or(() -> before.flatMap(this::closed))
                        .orElseGet(() -> another(owed));
        return opened(now);
    }

    /** Another click may be opening a page at this moment: that one serves both. */
    private Standing opened(Standing standing) {
        Standing now = standing;
        for (int look = 0; look < LOOKS_MAX && opening(now.newest()); look++) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            driver.drive(now.newest().id());
            now = find(now.payment().id());
        }
        return now;
    }

    private static boolean opening(Attempt newest) {
        return newest.wish() == Wish.NONE
                && (newest.state() == AttemptState.CREATED || newest.state() == AttemptState.SENT);
    }

    private boolean open(Standing standing) {
        Attempt newest = standing.newest();
        return payable(newest) && clock.instant().plus(PAGE_LEFT).isBefore(newest.expires());
    }

    private static boolean payable(Attempt newest) {
        return newest.page() != null && newest.wish() == Wish.NONE;
    }

    /** Closes what is open; empty when another attempt may begin. */
    private Optional<Standing> closed(Standing before) {
        Id payment = before.payment().id();
        driver.expire(before.newest().id());
        driver.drive(before.newest().id());
        Standing now = find(payment);
        Attempt newest = now.newest();
        if (newest.state().dead()) {
            return Optional.empty();
        }
        boolean paid =
                newest.state() == AttemptState.CAPTURED
                        || newest.state() == AttemptState.AUTHORISED;
        boolean justBegun = !newest.id().equals(before.newest().id());
        boolean justOpened = before.newest().page() == null && payable(newest);
        if (paid || justBegun || justOpened) {
            return Optional.of(now);
        }
        throw new PlatException(
                ErrorCode.PAYMENT_IN_PROGRESS,
                "It is not known yet what became of the last attempt.",
                "value",
                newest.state().text(),
                "expected",
                "an attempt that is over");
    }

    private Standing another(Payment payment) {
        limits.require(payment.id(), clock.instant());
        points.reach("attempt.decided");
        Standing next = book.again(attempt(payment));
        points.reach("attempt.created");
        driver.drive(next.newest().id());
        return find(payment.id());
    }

    /**
     * Takes what is held, or a part of it; the rest is let go.
     *
     * @param minor of the payment's currency
     * @throws PlatException {@code order-state}, {@code money-invalid}
     */
    public Standing capture(Id payment, long minor) {
        return capture(payment, minor, List.of());
    }

    /**
     * The same, and what it is taken for.
     *
     * @param lines of those the payment was opened with; empty for all of them
     */
    public Standing capture(Id payment, long minor, List<Integer> lines) {
        Standing found = find(payment);
        if (minor < 1 || minor > found.payment().amount().minor()) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "Only what is held can be taken.",
                    "value",
                    minor,
                    "expected",
                    "1 to " + found.payment().amount().minor());
        }
        if (!lines.isEmpty() && found.newest().state() == AttemptState.AUTHORISED) {
            book.keepOnly(payment, lines, minor);
        }
        driver.capture(found.newest().id(), minor);
        return find(payment);
    }

    /**
     * Closes the payment and its page. What was paid there by then counts, also when it is only
     * held; nothing can be paid from here on.
     */
    public Standing expire(Id payment) {
        book.close(payment);
        Id newest = find(payment).newest().id();
        driver.expire(newest);
        driver.drive(newest);
        return find(payment);
    }

    /**
     * Gives up: closes the page, lets go what is held.
     *
     * @throws PlatException {@code order-state} when money was taken
     */
    public Standing cancel(Id payment) {
        driver.cancel(find(payment).newest().id());
        return find(payment);
    }

    private Attempt attempt(Payment payment) {
        Instant now = clock.instant();
        Duration page = payment.capture() == Capture.MANUAL ? PAGE_WITH_HOLD : PAGE;
        return Attempt.created(
                ids.next(IdKind.ATTEMPT, payment.id()), payment, now.plus(page), now);
    }
}
