package dev.plat.payments.api;

import dev.plat.chassis.money.Sum;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.coupon.Offer;
import dev.plat.payments.money.Rate;
import dev.plat.payments.quote.Discount;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Coupons: to the operators who offer them, and to the orders that hold them. */
@Controller("/internal/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Catalogue.class)
final class CouponController {

    private static final int LIST_MAX = 200;

    /** Before anything was sold, so that the same words make the same coupon at any time. */
    private static final Instant ALWAYS = Instant.parse("2000-01-01T00:00:00Z");

    private static final String HOLD = "/coupon-holds/{order}/{code}";

    private final Coupons coupons;
    private final Catalogue catalogue;

    CouponController(Coupons coupons, Catalogue catalogue) {
        this.coupons = coupons;
        this.catalogue = catalogue;
    }

    /**
     * A coupon as it is offered.
     *
     * @param percent what it takes off, {@code 12.5}; null when it is an amount
     * @param amount likewise; null when it is a part
     * @param plans it is for; none: all
     * @param lasting {@code once periods forever}; null is once
     * @param periods how many, of {@code periods}; null is 1
     * @param starts when people get it first; null: at once
     * @param ends from when on nobody gets it; null: never
     */
    @Serdeable
    record New(
            String code,
            @Nullable String percent,
            @Nullable Sum amount,
            @Nullable List<String> plans,
            @Nullable String lasting,
            @Nullable Integer periods,
            @Nullable String starts,
            @Nullable String ends,
            int most) {}

    /**
     * How it stands.
     *
     * @param off in words: {@code 12.5%} or {@code 5.00 EUR}
     * @param held by orders that are not paid
     */
    @Serdeable
    record Offered(
            String code,
            String off,
            List<String> plans,
            String lasting,
            int periods,
            String starts,
            @Nullable String ends,
            int most,
            int held,
            int used) {

        static Offered of(Offer offer) {
            Coupon coupon = offer.coupon();
            Instant ends = offer.ends();
            return new Offered(
                    coupon.code(),
                    switch (coupon.discount()) {
                        case Discount.Percent percent -> percent.rate().toString();
                        case Discount.Amount amount -> amount.money().toString();
                    },
                    coupon.discount().plans().stream().sorted().toList(),
                    text(coupon.lasting()),
                    coupon.periods(),
                    offer.starts().toString(),
                    ends == null ? null : ends.toString(),
                    offer.most(),
                    offer.held(),
                    offer.used());
        }
    }

    /**
     * Some of them.
     *
     * @param next to be asked for as {@code after}; null: these are the last
     */
    @Serdeable
    record All(List<Offered> coupons, @Nullable String next) {}

    @Serdeable
    record Holder(String account) {}

    /** For an order: {@code held used}. */
    @Serdeable
    record Held(String state) {}

    /** The same again changes nothing. */
    @Post("/coupons")
    Offered add(@Body New body) {
        int periods = body.periods() == null ? 1 : body.periods();
        Coupon.Lasting lasting = lasting(body.lasting());
        if (periods < 1 || (lasting != Coupon.Lasting.PERIODS && periods != 1)) {
            throw PlatException.invalidField(
                    "periods", periods, "1 or more, and more than 1 only with lasting periods");
        }
        return Offered.of(
                coupons.add(
                        new Offer(
                                new Coupon(
                                        Offer.code(body.code()).orElse(body.code()),
                                        discount(body),
                                        lasting,
                                        periods),
                                body.starts() == null ? ALWAYS : moment("starts", body.starts()),
                                body.ends() == null ? null : moment("ends", body.ends()),
                                body.most(),
                                0,
                                0)));
    }

    @Get("/coupons")
    All list(@QueryValue(defaultValue = "") String after) {
        List<Offered> all = coupons.list(after, LIST_MAX).stream().map(Offered::of).toList();
        return new All(all, all.size() < LIST_MAX ? null : all.getLast().code());
    }

    /** Nobody gets it from now on. */
    @Post("/coupons/{code}/end")
    Offered end(String code) {
        return Offered.of(coupons.end(code));
    }

    @Put(HOLD)
    Held hold(String order, String code, @Body Holder holder) {
        coupons.hold(code, Id.parse(IdKind.ACCOUNT, holder.account()), order(order));
        return new Held("held");
    }

    @Post(HOLD + "/confirm")
    Held confirm(String order, String code) {
        settled(coupons.confirm(code, order(order)), "let go", "a coupon that is held");
        return new Held("used");
    }

    @Delete(HOLD)
    @Status(HttpStatus.NO_CONTENT)
    void release(String order, String code) {
        settled(coupons.release(code, order(order)), "used", "a coupon that is not used");
    }

    private static void settled(boolean done, String found, String expected) {
        if (!done) {
            throw new PlatException(
                    ErrorCode.ORDER_STATE,
                    "The order's coupon does not stand so that this can be done.",
                    "value",
                    found,
                    "expected",
                    expected);
        }
    }

    private Discount discount(New body) {
        Set<String> plans = body.plans() == null ? Set.of() : new HashSet<>(body.plans());
        for (String plan : plans) {
            if (catalogue.plan(plan).isEmpty()) {
                throw PlatException.invalidField("plans", plan, "plans of the catalogue");
            }
        }
        Sum amount = body.amount();
        String percent = body.percent();
        if ((amount == null) == (percent == null)) {
            throw PlatException.invalidField(
                    "percent", String.valueOf(percent), "either percent or amount");
        }
        if (amount != null) {
            if (amount.amount() == 0) {
                throw PlatException.invalidField("amount", "0", "1 or more");
            }
            return new Discount.Amount(PaymentController.money(amount), plans);
        }
        Rate rate = Rate.ofPercent(String.valueOf(percent));
        if (rate.isZero()) {
            throw PlatException.invalidField("percent", "0", "more than 0");
        }
        return new Discount.Percent(rate, plans);
    }

    private static Coupon.Lasting lasting(@Nullable String text) {
        if (text == null) {
            return Coupon.Lasting.ONCE;
        }
        for (Coupon.Lasting lasting : Coupon.Lasting.values()) {
            if (text(lasting).equals(text)) {
                return lasting;
            }
        }
        throw PlatException.invalidField("lasting", text, "once, periods or forever");
    }

    private static String text(Coupon.Lasting lasting) {
        return lasting.name().toLowerCase(Locale.ROOT);
    }

    private static Instant moment(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw PlatException.invalidField(field, text, "a time such as 2027-01-31T00:00:00Z")
                    .causedBy(e);
        }
    }

    private static Id order(String text) {
        return Id.parse(IdKind.ORDER, text);
    }
}
