package dev.plat.payments.api;

import dev.plat.chassis.money.Sum;
import dev.plat.payments.api.PaymentAnswer.RefundAnswer;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.refund.RefundWish;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For services only, as the chassis sees to. Each call may come again with the same ids. */
@Controller("/internal/v1/payments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Payments.class)
final class PaymentController {

    private static final int URL_MAX = 2000;

    private final Payments payments;
    private final RefundDriver refunds;
    private final SoldLines lines;
    private final PaymentProvider provider;

    PaymentController(
            Payments payments, RefundDriver refunds, SoldLines lines, PaymentProvider provider) {
        this.provider = provider;
        this.payments = payments;
        this.refunds = refunds;
        this.lines = lines;
    }

    @Post
    PaymentAnswer open(@Body PaymentAnswer.New body) {
        Money amount = money(positive(body.amount()));
        provider.least().check(amount);
        return PaymentAnswer.of(
                payments.open(
                        new Payment(
                                Id.parse(IdKind.PAYMENT, body.payment()),
                                Id.parse(IdKind.ACCOUNT, body.account()),
                                Id.parse(IdKind.ORDER, body.order()),
                                amount,
                                Capture.parse(body.capture()),
                                url("returnUrl", body.returnUrl()),
                                url("cancelUrl", body.cancelUrl()),
                                0,
                                0),
                        lines.of(body.lines(), amount.currency())));
    }

    @Get("/{payment}")
    PaymentAnswer read(String payment) {
        return PaymentAnswer.of(payments.find(id(payment)));
    }

    /** Pays again. */
    @Post("/{payment}/attempt")
    PaymentAnswer again(String payment) {
        return PaymentAnswer.of(payments.again(id(payment)));
    }

    @Post("/{payment}/capture")
    PaymentAnswer capture(String payment, @Body PaymentAnswer.Part body) {
        Id id = id(payment);
        return PaymentAnswer.of(payments.capture(id, minor(id, body.amount()), some(body.lines())));
    }

    /** Closes the page; what was paid by then stays. */
    @Post("/{payment}/expire")
    PaymentAnswer expire(String payment) {
        return PaymentAnswer.of(payments.expire(id(payment)));
    }

    @Post("/{payment}/cancel")
    PaymentAnswer cancel(String payment) {
        return PaymentAnswer.of(payments.cancel(id(payment)));
    }

    @Post("/{payment}/refunds")
    RefundAnswer refund(String payment, @Body PaymentAnswer.NewRefund body) {
        Id id = id(payment);
        return RefundAnswer.of(
                refunds.request(
                        new RefundWish(
                                Id.parse(IdKind.REFUND, body.refund()),
                                id,
                                minor(id, body.amount()),
                                some(body.lines()),
                                Boolean.TRUE.equals(body.upTo()))));
    }

    private static List<Integer> some(@Nullable List<Integer> lines) {
        return lines == null ? List.of() : lines;
    }

    private static Id id(String text) {
        return Id.parse(IdKind.PAYMENT, text);
    }

    private long minor(Id payment, Sum amount) {
        String currency = payments.find(payment).payment().amount().currency().code();
        if (!amount.currency().equals(currency)) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "The payment is in another currency.",
                    "pointer",
                    "/amount/currency",
                    "value",
                    amount.currency(),
                    "expected",
                    currency);
        }
        return positive(amount).amount();
    }

    static Money money(Sum sum) {
        return Money.of(sum.amount(), sum.currency());
    }

    /** Nothing is paid without a provider. */
    private static Sum positive(Sum amount) {
        if (amount.amount() < 1) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "This is no amount that can be paid.",
                    "pointer",
                    "/amount/amount",
                    "value",
                    amount.amount(),
                    "expected",
                    "1 or more");
        }
        return amount;
    }

    static String url(String field, String text) {
        try {
            // The provider fills this in; it is no character of a URL.
            URI url = new URI(text.replace("{CHECKOUT_SESSION_ID}", "id"));
            String host = url.getHost();
            boolean here =
                    host != null && (host.equals("localhost") || host.endsWith(".localhost"));
            boolean safe =
                    "https".equals(url.getScheme()) || (here && "http".equals(url.getScheme()));
            if (text.length() <= URL_MAX && host != null && safe) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw invalid(field, text).causedBy(e);
        }
        throw invalid(field, text);
    }

    private static PlatException invalid(String field, String text) {
        return PlatException.invalidField(
                field, text, "an https URL of at most " + URL_MAX + " characters");
    }
}
