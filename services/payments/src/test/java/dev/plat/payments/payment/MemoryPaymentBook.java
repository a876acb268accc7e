package dev.plat.payments.payment;

import dev.plat.payments.invoice.Sold;
import dev.plat.payments.operator.Said;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a database would keep over a crash. */
final class MemoryPaymentBook implements PaymentBook {

    private final boolean oneLive;
    private final Map<Id, Payment> payments = new LinkedHashMap<>();
    private final Map<Id, Attempt> attempts = new LinkedHashMap<>();
    private final Map<Id, String> customers = new HashMap<>();
    private final Set<Id> closed = new HashSet<>();

    /**
     * @param oneLive the unique index
     */
    MemoryPaymentBook(boolean oneLive) {
        this.oneLive = oneLive;
    }

    @Override
    public Standing place(Payment payment, List<Sold> lines, Attempt first) {
        if (payments.putIfAbsent(payment.id(), payment) == null) {
            attempts.put(first.id(), first);
        }
        return find(payment.id()).orElseThrow();
    }

    @Override
    public void keepOnly(Id payment, List<Integer> lines, long minor) {
        // Nothing here is told by lines.
    }

    @Override
    public Optional<Standing> find(Id payment) {
        return Optional.ofNullable(payments.get(payment))
                .map(found ->
                        new Standing(found, live(payment).orElseGet(() -> of(payment).getLast())));
    }

    @Override
    public Standing again(Attempt next) {
        if (closed.contains(next.payment())) {
            throw new PlatException(ErrorCode.ORDER_STATE, "This payment was closed.");
        }
        if (!oneLive || live(next.payment()).isEmpty()) {
            attempts.put(next.id(), next);
        }
        return find(next.payment()).orElseThrow();
    }

    @Override
    public void close(Id payment) {
        closed.add(payment);
    }

    private Optional<Attempt> live(Id payment) {
        return of(payment).stream().filter(Attempt::live).findFirst();
    }

    List<Attempt> of(Id payment) {
        return attempts.values().stream().filter(it -> it.payment().equals(payment)).toList();
    }

    @Override
    public Declined declined(Id payment, Instant since) {
        return new Declined(0, 0);
    }

    @Override
    public int attempts(Id payment, Instant since) {
        return of(payment).size();
    }

    @Override
    public Optional<Attempt> attempt(Id attempt) {
        return Optional.ofNullable(attempts.get(attempt));
    }

    @Override
    public Optional<Attempt> change(Id attempt, Change change) {
        Attempt before = Objects.requireNonNull(attempts.get(attempt));
        boolean alone =
                of(before.payment()).stream()
                        .noneMatch(it -> it.live() && !it.id().equals(attempt));
        Optional<Attempt> after = change.of(before, alone);
        after.ifPresent(it -> attempts.put(attempt, it));
        if (oneLive && of(before.payment()).stream().filter(Attempt::live).count() > 1) {
            throw new IllegalStateException("two attempts live: the index would refuse " + after);
        }
        return after;
    }

    @Override
    public Optional<Attempt> settle(Id attempt, Said said, Change change) {
        return change(attempt, change);
    }

    @Override
    public Optional<String> customer(Id account) {
        return Optional.ofNullable(customers.get(account));
    }

    @Override
    public String keepCustomer(Id account, String ref) {
        customers.putIfAbsent(account, ref);
        return Objects.requireNonNull(customers.get(account));
    }

    @Override
    public List<Id> due(Instant now, int limit) {
        return attempts.values().stream()
                .filter(it -> it.due() != null && !it.due().isAfter(now))
                .sorted(Comparator.comparing(it -> Objects.requireNonNull(it.due())))
                .limit(limit)
                .map(Attempt::id)
                .toList();
    }

    List<Payment> all() {
        return new ArrayList<>(payments.values());
    }
}
