package dev.plat.payments.store;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.operator.Said;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Key;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Takes out of suspense what a person has found the place of. It is booked where it lies, then
 * written down at the movement: two transactions, of which the first has the movement's own key, so
 * whoever says the same again ends what was begun, and whoever says another thing is refused.
 *
 * <p>Threads: safe.
 */
public final class PostgresMovementEnds {

    /** Of which operators may name one; all others are somebody's. */
    private static final String EXPECTED =
            "booked, bank, fees, disputes or revenue:WHAT, of a movement";

    private static final String BOOKED = "booked";

    private final Router router;
    private final String provider;
    private final Minutes minutes;
    private final MovementEndSql movements;
    private final MovementPostings postings;
    private final ExpectedSql expected;
    private final Ledger ledger = new Ledger();

    /**
     * @param provider its name in rows and accounts
     * @param minutes keeps what persons have ended
     */
    public PostgresMovementEnds(Router router, String provider, Minutes minutes) {
        this.router = router;
        this.provider = provider;
        this.minutes = minutes;
        this.movements = new MovementEndSql(provider);
        this.postings = new MovementPostings(provider);
        this.expected = new ExpectedSql(provider);
    }

    /**
     * What was ended.
     *
     * @param to the account
     */
    public record Ended(String movement, Money amount, String to) {}

    /**
     * Ends a movement that lies in suspense; the same again changes nothing.
     *
     * @param to an account of the platform, or {@code booked}: what was booked since says the same
     *     as the movement, which is explained by it
     * @throws PlatException {@code not-found}; {@code order-state} for one that is explained, is
     *     looked at still, or was ended otherwise; {@code field-invalid} for another account
     */
    public Ended end(String movement, String to, Said said) {
        Account account = account(to);
        Name name = new Name(NameKind.PROVIDER_MOVEMENT, provider + ":" + movement);
        MovementEndSql.Judged found = router.write(name, tx -> open(tx, movement, to));
        Key lies = lies(found, name);
        router.write(lies, tx -> book(tx, found, account, to));
        router.write(
                name,
                tx -> {
                    if (open(tx, movement, to).settled() == null) {
                        movements.settle(tx, movement, to);
                        minutes.keep(tx, said, "movement.settled", movement, facts(found, to));
                    }
                    return true;
                });
        return new Ended(movement, found.movement().amount(), to);
    }

    private Account account(String to) {
        int colon = to.indexOf(':');
        String subject = colon < 0 ? "" : to.substring(colon + 1);
        return switch (colon < 0 ? to : to.substring(0, colon)) {
            case BOOKED -> new Account(AccountKind.PROVIDER, provider);
            case "bank" -> new Account(AccountKind.BANK, "");
            case "fees" -> new Account(AccountKind.FEES, provider);
            case "disputes" -> new Account(AccountKind.DISPUTES, provider);
            case "revenue" -> new Account(AccountKind.REVENUE, subject);
            default ->
                    throw PlatException.invalidField(
                            "how", to.length() > 80 ? to.substring(0, 80) : to, EXPECTED);
        };
    }

    private MovementEndSql.Judged open(Tx tx, String movement, String to) throws SQLException {
        MovementEndSql.Judged found =
                movements
                        .find(tx, movement)
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no such movement.",
                                        "value",
                                        movement,
                                        "expected",
                                        "the provider's own name of it, as reconcile says"));
        String settled = found.settled();
        boolean differs =
                found.verdict() == Verdict.AMOUNT_DIFF || found.verdict() == Verdict.SUSPENSE;
        if (!differs || (settled != null && !settled.equals(to))) {
            throw state(found.verdict().text() + (settled == null ? "" : ", settled: " + settled));
        }
        return found;
    }

    private static PlatException state(String found) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The movement does not stand so that this can be done.",
                "value",
                found,
                "expected",
                "amount-diff or suspense, and not settled");
    }

    /** With whom it was compared, or nobody. */
    private static Key lies(MovementEndSql.Judged found, Name name) {
        String subject = found.subject();
        if (found.verdict() == Verdict.SUSPENSE || subject == null) {
            return name;
        }
        return subject(subject);
    }

    private static Id subject(String text) {
        boolean refund = text.startsWith(IdKind.REFUND.prefix() + "_");
        return Id.parse(refund ? IdKind.REFUND : IdKind.ATTEMPT, text);
    }

    private boolean book(Tx tx, MovementEndSql.Judged found, Account to, String how)
            throws SQLException {
        Movement movement = found.movement();
        String key = postings.key(movement) + "/settled";
        Optional<Money> suspended = movements.suspended(tx, postings.key(movement));
        if (suspended.isEmpty()) {
            return false; // nothing was moved beyond what is booked
        }
        if (how.equals(BOOKED)) {
            explained(tx, found, suspended.get().negated());
        }
        ledger.post(
                tx,
                new Journal(
                        key,
                        JournalKind.SUSPENSE,
                        movement.created(),
                        new Line(
                                new Account(AccountKind.SUSPENSE, provider),
                                suspended.get().negated()),
                        new Line(to, suspended.get())));
        return true;
    }

    /** What is booked by now must be what was moved, and shown by no other movement. */
    private void explained(Tx tx, MovementEndSql.Judged found, Money rest) throws SQLException {
        Movement movement = found.movement();
        String subject = found.subject();
        if (subject != null && found.verdict() == Verdict.AMOUNT_DIFF) {
            Id id = subject(subject);
            Optional<ExpectedSql.Expected> ours = expected.find(tx, id, movement.kind());
            boolean same =
                    rest.equals(movement.amount())
                            && ours.filter(it -> it.amount().equals(movement.amount())).isPresent();
            String by = ours.map(ExpectedSql.Expected::metBy).orElse(movement.id());
            if (same && by.equals(movement.id())) {
                expected.met(tx, id, movement);
                return;
            }
        }
        throw state("nothing is booked that says the same");
    }

    private static Map<String, Object> facts(MovementEndSql.Judged found, String to) {
        return Map.of(
                "was",
                found.verdict().text() + ": " + found.reason(),
                "to",
                to,
                "amount",
                found.movement().amount().toString(),
                "subject",
                String.valueOf(found.subject()));
    }
}
