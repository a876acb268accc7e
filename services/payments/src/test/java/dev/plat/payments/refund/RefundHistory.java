package dev.plat.payments.refund;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What one sum goes through that is owed back, with the provider, the banks and the operators. */
final class RefundHistory {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private record Key(Instant at, boolean fails) {}

    private final RandomGenerator random;
    private final boolean forgetful;
    private final RefundMachine machine;
    private final IdGenerator ids;
    private final Map<Id, Key> keys = new HashMap<>();

    /** At the provider; and of those, what a bank has sent back. */
    private final List<Id> made = new ArrayList<>();

    private final Set<Id> returned = new HashSet<>();
    private int elsewhere;

    /** The one that was asked for, and those under which it was tried again. */
    private final List<Refund> refunds = new ArrayList<>();

    private Instant now = START;
    private boolean calm;

    /**
     * @param forgetful whether the provider forgets keys at any time, and not only after a day
     */
    RefundHistory(RandomGenerator random, Guards guards, boolean forgetful) {
        this.random = random;
        this.forgetful = forgetful;
        this.machine = new RefundMachine(guards, Duration.ofMinutes(1));
        this.ids = new IdGenerator(() -> START, random);
        refunds.add(refund(ids, ids.nextAnywhere(IdKind.ACCOUNT)));
    }

    static Refund refund(IdGenerator ids, Id account) {
        return Refund.created(
                ids.next(IdKind.REFUND, account),
                ids.next(IdKind.PAYMENT, account),
                ids.next(IdKind.ATTEMPT, account),
                account,
                "pi",
                Money.of(500, "EUR"),
                START);
    }

    /**
     * From the first word to the last.
     *
     * @return what is wrong at the end
     */
    List<String> play() {
        run(random.nextInt(1, 40));
        calm = true;
        run(150);
        operators();
        run(150);
        List<String> faults = new ArrayList<>();
        long gone = made.stream().filter(id -> !returned.contains(id)).count() + elsewhere;
        if (gone > 1) {
            faults.add("gone back " + gone + " times");
        }
        long told = refunds.stream().filter(it -> it.state() == RefundState.DONE).count();
        boolean open = refunds.stream().anyMatch(it -> it.due() != null || it.waits());
        if (gone != 1 || told + elsewhere != gone || open) {
            faults.add("told " + refunds + ", gone back " + gone + " times");
        }
        return faults;
    }

    private void run(int steps) {
        for (int i = 0; i < steps; i++) {
            now = now.plusSeconds(random.nextInt(1, calm || happens(4) ? 9 * 3600 : 600));
            keys.values().removeIf(it -> !now.isBefore(it.at().plus(Duration.ofHours(24))));
            if (forgetful && happens(3)) {
                keys.clear();
            }
            int at = random.nextInt(refunds.size());
            step(at);
            if (happens(10)) {
                sentBack(at);
            }
            if (happens(6)) {
                operators();
            }
        }
    }

    private void step(int at) {
        machine.begin(refunds.get(at), now)
                .ifPresent(begun -> {
                    Refund refund = begun.refund();
                    refunds.set(at, refund);
                    if (happens(8)) {
                        return;
                    }
                    RepaymentOutcome told = begun.sends() ? sent(refund.id()) : found(refund.id());
                    if (!happens(8)) {
                        refunds.set(at, machine.hear(refund, begun.sends(), told, now));
                    }
                });
    }

    private boolean happens(int oneIn) {
        return !calm && random.nextInt(oneIn) == 0;
    }

    private RepaymentOutcome sent(Id refund) {
        if (happens(2)) {
            return new RepaymentOutcome.Unknown("cut before");
        }
        if (!keys.containsKey(refund) && happens(4)) {
            return new RepaymentOutcome.Refused("charge_disputed");
        }
        Key key =
                keys.computeIfAbsent(
                        refund,
                        _ -> {
                            boolean fails = happens(5);
                            if (!fails || random.nextBoolean()) {
                                made.add(refund);
                            }
                            return new Key(now, fails);
                        });
        if (key.fails() || happens(2)) {
            return new RepaymentOutcome.Unknown("no answer");
        }
        return known(refund);
    }

    private RepaymentOutcome found(Id refund) {
        if (happens(3)) {
            return new RepaymentOutcome.Unknown("cut");
        }
        return made.contains(refund) ? known(refund) : new RepaymentOutcome.NotFound();
    }

    private RepaymentOutcome known(Id refund) {
        if (returned.contains(refund)) {
            return new RepaymentOutcome.Failed("account_closed");
        }
        return happens(8)
                ? new RepaymentOutcome.Contradiction("another sum")
                : new RepaymentOutcome.Done("re");
    }

    /** A bank does, and the provider tells. */
    private void sentBack(int at) {
        Refund refund = refunds.get(at);
        if (refund.state() == RefundState.DONE && made.contains(refund.id())) {
            returned.add(refund.id());
            refunds.set(at, machine.hear(refund, false, known(refund.id()), now));
        }
    }

    /** Two have looked at the same, and neither knows of the other. */
    private void operators() {
        for (int at = 0; at < refunds.size(); at++) {
            if (refunds.get(at).waits()) {
                RefundEnd one = decided(refunds.get(at));
                RefundEnd other = decided(refunds.get(at));
                settle(at, one);
                settle(at, other);
            }
        }
    }

    private RefundEnd decided(Refund refund) {
        boolean went = made.contains(refund.id()) && !returned.contains(refund.id());
        if (went) {
            return RefundEnd.WENT;
        }
        return calm || random.nextBoolean() ? RefundEnd.AGAIN : RefundEnd.ELSEWHERE;
    }

    private void settle(int at, RefundEnd how) {
        Refund before = refunds.get(at);
        @Nullable Id next = how == RefundEnd.AGAIN ? ids.next(IdKind.REFUND, before.id()) : null;
        Refund after;
        try {
            after = machine.settle(before, how, next);
        } catch (PlatException e) {
            return; // the other was faster
        }
        refunds.set(at, after);
        if (!after.equals(before) && how == RefundEnd.AGAIN) {
            refunds.add(after.following(now));
        }
        elsewhere += !after.equals(before) && how == RefundEnd.ELSEWHERE ? 1 : 0;
    }
}
