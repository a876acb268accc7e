package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.provider.MovementPage;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.provider.Statement;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A provider's account in memory, whose list lags and whose answers get lost. */
final class ModelAccount implements Statement {

    private static final int PAGE = 3;
    private static final int LAG_MAX_SECONDS = 540;

    /** A movement, when the list shows it, and whose it is. */
    record Moved(Movement movement, Instant shown, Sighting whose) {}

    private final RandomGenerator random;
    private final InstantSource clock;
    private final List<Moved> all = new ArrayList<>();

    /** What a subject came to at the provider. */
    private final Map<Id, Money> taken = new HashMap<>();

    boolean calm;

    ModelAccount(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    List<Moved> all() {
        return all;
    }

    /** Of what somebody asked for. */
    Movement move(Movement.Kind kind, Id subject, String intent, long minor, long fee) {
        Sighting whose =
                subject.kind() == IdKind.REFUND
                        ? new Sighting.OfRefund(subject)
                        : new Sighting.OfAttempt(subject, new Refs(null, intent));
        Movement movement = move(kind, intent, minor, fee, whose);
        if (kind != Movement.Kind.DISPUTE) {
            taken.putIfAbsent(subject, movement.amount());
        }
        return movement;
    }

    Movement move(Movement.Kind kind, String source, long minor, long fee, Sighting whose) {
        Movement movement =
                new Movement(
                        "txn_" + all.size(),
                        kind,
                        kind.text(),
                        source,
                        Money.of(minor, "EUR"),
                        Money.of(fee, "EUR"),
                        clock.instant());
        Instant shown = clock.instant().plusSeconds(random.nextInt(LAG_MAX_SECONDS));
        all.add(new Moved(movement, shown, whose));
        return movement;
    }

    /** What a subject came to; null when nothing was taken. */
    @Nullable Money taken(Id subject) {
        return taken.get(subject);
    }

    boolean silent() {
        return !calm && random.nextInt(4) == 0;
    }

    long total() {
        return all.stream()
                .mapToLong(it -> it.movement().amount().minor() - it.movement().fee().minor())
                .sum();
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Optional<MovementPage> movements(Instant since, Optional<String> before) {
        if (silent()) {
            return Optional.empty();
        }
        List<Movement> listed =
                all.stream()
                        .filter(it -> !it.shown().isAfter(clock.instant()))
                        .map(Moved::movement)
                        .filter(it -> !it.created().isBefore(since))
                        .sorted(Comparator.comparing(Movement::created).reversed())
                        .toList();
        int from =
                before.map(id -> listed.stream().map(Movement::id).toList().indexOf(id) + 1)
                        .orElse(0);
        List<Movement> page = listed.stream().skip(from).limit(PAGE).toList();
        return Optional.of(new MovementPage(page, from + page.size() < listed.size()));
    }

    @Override
    public Sighting look(Movement movement) {
        return silent()
                ? new Sighting.Unclear("busy")
                : all.stream()
                        .filter(it -> it.movement().equals(movement))
                        .findFirst()
                        .orElseThrow()
                        .whose();
    }

    @Override
    public Optional<List<Money>> balance() {
        return Optional.of(List.of(Money.of(total(), "EUR")));
    }
}
