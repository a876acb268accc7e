package dev.plat.payments.api;

import dev.plat.payments.api.PaymentAnswer.RefundAnswer;
import dev.plat.payments.operator.OpenCase;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.AttemptEnd;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.refund.RefundEnd;
import dev.plat.payments.store.PostgresCases;
import dev.plat.payments.store.PostgresMovementEnds;
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
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What waits for a person, and how a person ends it: for operators. */
@Controller("/internal/v1/cases")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = RefundDriver.class)
final class CaseController {

    private static final int NAMED_MAX = 200;

    /** A provider's name of something. */
    private static final Pattern INTENT = Pattern.compile("[A-Za-z0-9_]{3,100}");

    private final PostgresCases cases;
    private final RefundDriver refunds;
    private final AttemptDriver attempts;
    private final PostgresMovementEnds movements;

    CaseController(
            PostgresCases cases,
            RefundDriver refunds,
            AttemptDriver attempts,
            PostgresMovementEnds movements) {
        this.cases = cases;
        this.attempts = attempts;
        this.movements = movements;
        this.refunds = refunds;
    }

    @Get
    CaseAnswer.All open() {
        List<OpenCase> open = cases.open(NAMED_MAX + 1);
        return new CaseAnswer.All(
                open.stream().limit(NAMED_MAX).map(CaseAnswer.Open::of).toList(),
                open.size() > NAMED_MAX);
    }

    /**
     * Ends one; the same words again change nothing.
     *
     * @throws PlatException {@code not-found}, {@code order-state}, {@code field-invalid}, {@code
     *     idempotency-mismatch}
     */
    @Post("/{what}/end")
    CaseAnswer end(String what, @Body CaseAnswer.End end) {
        Said said = new Said(end.by(), end.reason());
        if (is(IdKind.REFUND, what)) {
            Id refund = Id.parse(IdKind.REFUND, what);
            RefundEnd how = RefundEnd.parse(end.how());
            return CaseAnswer.of(
                    RefundAnswer.of(refunds.settle(refund, how, number(end.next()), said)));
        }
        if (is(IdKind.ATTEMPT, what)) {
            Id attempt = Id.parse(IdKind.ATTEMPT, what);
            AttemptEnd how = AttemptEnd.parse(end.how());
            return CaseAnswer.of(attempts.settle(attempt, how, intent(end.intent()), said));
        }
        return CaseAnswer.of(movements.end(what, end.how(), said));
    }

    private static boolean is(IdKind kind, String what) {
        return what.startsWith(kind.prefix() + "_");
    }

    private static @Nullable String intent(@Nullable String typed) {
        if (typed != null && !INTENT.matcher(typed).matches()) {
            throw PlatException.invalidField("intent", "", INTENT.pattern());
        }
        return typed;
    }

    private static @Nullable Id number(@Nullable String next) {
        return next == null ? null : Id.parse(IdKind.REFUND, next);
    }
}
