package dev.plat.payments.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.StripeCollection;
import com.stripe.param.BalanceTransactionListParams;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.provider.MovementPage;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.provider.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stripe's balance transactions. Source: Stripe's page "Balance transaction types". */
final class StripeStatement implements Statement {

    private static final Logger LOG = LoggerFactory.getLogger(StripeStatement.class);
    private static final long PAGE = 100;

    private final StripeClient client;

    StripeStatement(StripeClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Optional<MovementPage> movements(Instant since, Optional<String> before) {
        BalanceTransactionListParams.Builder params =
                BalanceTransactionListParams.builder()
                        .setLimit(PAGE)
                        .setCreated(
                                BalanceTransactionListParams.Created.builder()
                                        .setGte(since.getEpochSecond())
                                        .build());
        before.ifPresent(params::setStartingAfter);
        try {
            StripeCollection<BalanceTransaction> list =
                    client.v1().balanceTransactions().list(params.build());
            List<Movement> page = new ArrayList<>();
            for (BalanceTransaction line : list.getData()) {
                Optional<Movement> read = movement(line);
                if (read.isEmpty()) {
                    // One that is left out would never be explained, and nobody would know.
                    LOG.error("movement={} is in no amount that is understood", line.getId());
                    return Optional.empty();
                }
                page.add(read.get());
            }
            boolean more = Boolean.TRUE.equals(list.getHasMore()) && !page.isEmpty();
            return Optional.of(new MovementPage(page, more));
        } catch (StripeException e) {
            LOG.warn("the list of movements waits: {}", StripeFailures.text(e));
            return Optional.empty();
        }
    }

    private static Optional<Movement> movement(BalanceTransaction line) {
        Optional<Money> amount = StripeAmounts.told(line.getAmount(), line.getCurrency());
        Optional<Money> fee = StripeAmounts.told(line.getFee(), line.getCurrency());
        if (amount.isEmpty() || fee.isEmpty()) {
            return Optional.empty();
        }
        String type = String.valueOf(line.getType());
        return Optional.of(
                new Movement(
                        line.getId(),
                        kind(type, String.valueOf(line.getReportingCategory())),
                        type,
                        line.getSource() == null ? "" : line.getSource(),
                        amount.get(),
                        fee.get(),
                        Instant.ofEpochSecond(line.getCreated())));
    }

    static Movement.Kind kind(String type, String category) {
        return switch (type) {
            case "charge", "payment" -> Movement.Kind.CHARGE;
            case "refund", "payment_refund" -> Movement.Kind.REFUND;
            case "refund_failure", "payment_failure_refund" -> Movement.Kind.REFUND_FAILED;
            case "payout", "payout_cancel", "payout_failure" -> Movement.Kind.PAYOUT;
            case "stripe_fee", "stripe_fx_fee", "tax_fee" -> Movement.Kind.FEE;
            case "adjustment" ->
                    category.startsWith("dispute") ? Movement.Kind.DISPUTE : Movement.Kind.OTHER;
            default -> Movement.Kind.OTHER;
        };
    }

    @Override
    public Sighting look(Movement movement) {
        try {
            return switch (movement.kind()) {
                case CHARGE -> of(client.v1().charges().retrieve(movement.source()));
                case REFUND, REFUND_FAILED ->
                        StripeMarks.of(client.v1().refunds().retrieve(movement.source()));
                case DISPUTE -> of(client.v1().disputes().retrieve(movement.source()));
                case PAYOUT, FEE, OTHER -> new Sighting.Foreign("a " + movement.type());
            };
        } catch (StripeException e) {
            return StripeMarks.of(e);
        }
    }

    private Sighting of(Dispute dispute) throws StripeException {
        return of(client.v1().charges().retrieve(dispute.getCharge()));
    }

    /** Stripe copies an intent's metadata to its charge. */
    private static Sighting of(Charge charge) {
        return StripeMarks.attempt(charge.getMetadata(), new Refs(null, charge.getPaymentIntent()));
    }

    @Override
    public Optional<List<Money>> balance() {
        try {
            Balance balance = client.v1().balance().retrieve();
            Map<String, Long> sums = new TreeMap<>();
            balance.getAvailable().forEach(it -> add(sums, it.getCurrency(), it.getAmount()));
            balance.getPending().forEach(it -> add(sums, it.getCurrency(), it.getAmount()));
            List<Money> told = new ArrayList<>();
            for (Map.Entry<String, Long> sum : sums.entrySet()) {
                Optional<Money> money = StripeAmounts.told(sum.getValue(), sum.getKey());
                if (money.isEmpty()) {
                    return Optional.empty();
                }
                told.add(money.get());
            }
            return Optional.of(told);
        } catch (StripeException e) {
            return Optional.empty();
        }
    }

    private static void add(Map<String, Long> sums, @Nullable String currency, Long amount) {
        sums.merge(String.valueOf(currency), amount, Math::addExact);
    }
}
