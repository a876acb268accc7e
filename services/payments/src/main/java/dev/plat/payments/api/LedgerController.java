package dev.plat.payments.api;

import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.LedgerView;
import dev.plat.payments.ledger.verify.SqlBooks;
import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.ledger.verify.Verifier;
import dev.plat.payments.money.Money;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The books, for operators: by the cluster's own ticket, and nothing is changed. */
@Controller("/internal/v1/ledger")
@ExecuteOn(TaskExecutors.BLOCKING)
final class LedgerController {

    private static final Duration LOOK = Duration.ofSeconds(30);

    /** Callers wait for a minute; they ask for as many buckets as fit. */
    private static final Duration PROOF = Duration.ofSeconds(55);

    private static final int ENTRIES_MAX = 50;
    private static final String CUSTOMER = IdKind.ACCOUNT.prefix() + "_";

    private final Router router;
    private final LedgerView view = new LedgerView();

    LedgerController(Router router) {
        this.router = router;
    }

    /** Goes through the books of some buckets, row by row. */
    @Get("/verification")
    LedgerAnswer.Verified verify(@QueryValue int from, @QueryValue int to) {
        if (from < 0 || to < from || to >= Bucket.COUNT) {
            throw PlatException.invalidField(
                    "from, to", from + ", " + to, "buckets from 0 to " + (Bucket.COUNT - 1));
        }
        Collection<Verdict> verdicts =
                everywhere(
                        PROOF,
                        tx -> {
                            try (SqlBooks books = SqlBooks.within(tx.connection(), from, to)) {
                                return new Verifier(List.of(), _ -> {}).verify(books);
                            }
                        });
        return LedgerAnswer.Verified.of(
                from, to, verdicts.stream().reduce(Verdict.NOTHING, Verdict::and));
    }

    /**
     * Shows an account: {@code acct_…} all of a customer's, {@code provider:stripe} or {@code bank}
     * one of the platform's.
     */
    @Get("/accounts/{account}")
    LedgerAnswer.Shown show(String account, @Nullable @QueryValue String at) {
        Optional<Instant> time = time(at);
        if (account.startsWith(CUSTOMER)) {
            return customer(Id.parse(IdKind.ACCOUNT, account), time);
        }
        int colon = account.indexOf(':');
        String kind = colon < 0 ? account : account.substring(0, colon);
        String subject = colon < 0 ? "" : account.substring(colon + 1);
        checkKind(kind);
        Map<String, LedgerView.Balance> sums = new TreeMap<>();
        everywhere(LOOK, tx -> view.ofPlatform(tx, kind, subject, time)).stream()
                .flatMap(List::stream)
                .forEach(it ->
                        sums.merge(it.amount().currency().code(), it, LedgerController::together));
        return shown(account, time, sums.values(), List.of());
    }

    private LedgerAnswer.Shown customer(Id account, Optional<Instant> at) {
        String subject = account.toString();
        return router.read(
                account,
                tx ->
                        shown(
                                subject,
                                at,
                                view.ofCustomer(tx, subject, at),
                                view.entries(tx, subject, at, ENTRIES_MAX)));
    }

    private static LedgerAnswer.Shown shown(
            String account,
            Optional<Instant> at,
            Collection<LedgerView.Balance> balances,
            List<LedgerView.Entry> entries) {
        if (balances.isEmpty()) {
            throw new PlatException(
                    ErrorCode.NOT_FOUND, "Nothing is booked on it.", "value", account);
        }
        return new LedgerAnswer.Shown(
                account,
                at.map(Instant::toString).orElse(null),
                balances.stream().map(LedgerAnswer.Balance::of).toList(),
                entries.stream().map(LedgerAnswer.Entry::of).toList());
    }

    private static LedgerView.Balance together(LedgerView.Balance one, LedgerView.Balance other) {
        Money sum = one.amount().plus(other.amount());
        return new LedgerView.Balance(one.account(), sum);
    }

    /** A part of the books would be another answer. */
    private <T> Collection<T> everywhere(Duration patience, TxWork<T> work) {
        Router.Scatter<T> scatter = router.scatter(Deadline.in(patience), work);
        if (!scatter.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Some of the books cannot be read just now.",
                    "buckets",
                    scatter.unanswered().size());
        }
        return scatter.parts();
    }

    private static void checkKind(String kind) {
        List<String> kinds = Arrays.stream(AccountKind.values()).map(AccountKind::text).toList();
        if (!kinds.contains(kind)) {
            throw PlatException.invalidField(
                    "account", kind, "acct_…, or one of " + String.join(", ", kinds));
        }
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            throw PlatException.invalidField(
                            "at", String.valueOf(text), "a time such as 2027-01-31T00:00:00Z")
                    .causedBy(e);
        }
    }
}
