package dev.plat.domains.registration;

import dev.plat.domains.name.HostName;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Bringing a name over from another registrar: whether that can be asked for is found out before
 * anything is, since a request that is refused for its lock after days helps nobody.
 *
 * <p>Threads: safe; blocking.
 */
final class TransferIn {

    private static final int MISSING = 2303;
    private static final int OTHER_CODE = 2202;
    private static final Set<String> LOCKS =
            Set.of(
                    "clientTransferProhibited",
                    "serverTransferProhibited",
                    "pendingCreate",
                    "pendingDelete",
                    "pendingRestore",
                    "pendingTransfer");

    private final Registrar registrar;
    private final RegistrarId ours;
    private final OrderDriver driver;
    private final Sales sales;

    TransferIn(Registrar registrar, RegistrarId ours, OrderDriver driver, Sales sales) {
        this.registrar = registrar;
        this.ours = ours;
        this.driver = driver;
        this.sales = sales;
    }

    /**
     * The code that its owner was given.
     *
     * @throws PlatException {@code transfer-code-refused} for what cannot be one
     */
    static Secret code(String text) {
        try {
            return new Secret(text.strip());
        } catch (IllegalArgumentException e) {
            throw codeRefused("6 to 64 characters, without spaces").causedBy(e);
        }
    }

    /**
     * Whether the name would be let go to us, as far as the registry says now.
     *
     * @throws PlatException {@code transfer-locked}, {@code transfer-code-refused}, {@code
     *     name-in-use} when it is with us, {@code not-found} when nobody has it, {@code try-again}
     */
    void requireMovable(HostName name, Secret code) {
        Reply<DomainInfo> reply =
                registrar.info(name.ascii(), Optional.of(code), new Step("movable", "info", 1));
        switch (reply) {
            case Reply.Done<DomainInfo>(DomainInfo info) -> requireUnlocked(info);
            case Reply.Refused<DomainInfo>(int refusal, String reason) ->
                    throw switch (refusal) {
                        case MISSING ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "Nobody has this name: it can be bought.",
                                        "value",
                                        name.ascii());
                        case OTHER_CODE -> codeRefused("the code that the registrar gave you");
                        default -> locked(name.ascii(), refusal + " " + reason);
                    };
            case Reply.Pending<DomainInfo> _, Reply.Unknown<DomainInfo> _ ->
                    throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The registry does not answer just now.",
                            "value",
                            name.ascii());
        }
    }

    private void requireUnlocked(DomainInfo info) {
        if (info.registrar().equals(ours.value())) {
            throw new PlatException(
                    ErrorCode.NAME_IN_USE,
                    "This name is with us already.",
                    "value",
                    info.name(),
                    "expected",
                    "a name at another registrar");
        }
        Set<String> locks = new TreeSet<>(info.statuses());
        locks.retainAll(LOCKS);
        if (!locks.isEmpty() || info.grace().contains("redemptionPeriod")) {
            throw locked(info.name(), String.join(" ", info.statuses()));
        }
    }

    /**
     * Takes a request back that is under way.
     *
     * @throws PlatException {@code not-found}; {@code precondition-failed} when there is none, or
     *     it is over; {@code try-again} when the registry does not say that it did
     */
    Sales.Standing cancel(Id account, Id registration) {
        Sales.Standing found = sales.find(account, registration);
        Registration it = found.registration();
        if (!it.brought() || found.order().state() != OrderState.PENDING) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "No transfer of this name is under way.",
                    "value",
                    it.name(),
                    "expected",
                    "one that the other registrar has been asked for");
        }
        Reply<Transfer> reply =
                registrar.transfer(
                        Transfer.Verb.CANCEL,
                        it.name(),
                        Optional.empty(),
                        new Step(it.id().toString(), "cancel", 1));
        if (reply instanceof Reply.Unknown<Transfer>) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "The registry did not say that it has done it.",
                    "value",
                    it.name());
        }
        // whatever it said: what the name is now is asked for
        driver.hasten(it.order());
        return sales.wake(account, registration);
    }

    private static PlatException codeRefused(String expected) {
        // never with what was typed, which is nearly the code
        return new PlatException(
                ErrorCode.TRANSFER_CODE_REFUSED,
                "The registry does not take this code for this name.",
                "field",
                "code",
                "expected",
                expected);
    }

    private static PlatException locked(String name, String found) {
        return new PlatException(
                ErrorCode.TRANSFER_LOCKED,
                "Its registrar does not let this name go.",
                "value",
                name,
                "found",
                found,
                "expected",
                "the lock taken off where the name is now");
    }
}
