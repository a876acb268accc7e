package dev.plat.domains.registration;

import dev.plat.chassis.audit.Audit;
import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Letting a name go to another registrar: first its owner takes the lock off, then asks for the
 * code, which is made new, told once and kept by the registry alone.
 *
 * <p>Threads: safe; blocking.
 */
final class TransferOut {

    private static final String LOCK = "clientTransferProhibited";

    /** What is bought and sold on within days is stolen more often than not. */
    private static final Duration LOCKED_AT_FIRST = Duration.ofDays(60);

    private final Router router;
    private final Registrar registrar;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Audit audit;
    private final RegistrationSql registrations = new RegistrationSql();

    TransferOut(
            Router router,
            Registrar registrar,
            SecureRandom random,
            InstantSource clock,
            Audit audit) {
        this.router = router;
        this.registrar = registrar;
        this.random = random;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Takes the lock off, or puts it on again.
     *
     * @throws PlatException {@code not-found}; {@code transfer-locked} in the first 60 days; {@code
     *     try-again} when the registry does not say that it did
     */
    void unlock(Id account, Id id, boolean off) {
        Registration it = active(account, id);
        if (off) {
            requireOld(it);
        }
        Change change = Change.of(it.name());
        Set<String> lock = Set.of(LOCK);
        tell(
                it,
                off ? change.statuses(Set.of(), lock) : change.statuses(lock, Set.of()),
                off ? "unlock" : "lock");
        router.write(
                id,
                tx -> {
                    Registration now = registrations.find(tx, id, true).orElseThrow();
                    registrations.update(tx, now.unlocked(off).locked(!off).dueAt(clock.instant()));
                    record(tx, now, off ? "name.unlocked" : "name.locked");
                    return Boolean.TRUE;
                });
    }

    /**
     * A new code; the one before is worth nothing from then on.
     *
     * @throws PlatException as {@link #unlock}, and {@code transfer-locked} while the lock is on
     */
    Secret code(Id account, Id id) {
        Registration it = active(account, id);
        requireOld(it);
        if (!it.unlocked()) {
            throw new PlatException(
                    ErrorCode.TRANSFER_LOCKED,
                    "This name is locked against transfers.",
                    "value",
                    it.name(),
                    "expected",
                    "the lock taken off first");
        }
        Secret code = Secret.random(random);
        tell(it, Change.of(it.name()).code(code), "code");
        router.write(
                id,
                tx -> {
                    record(tx, it, "name.code-told");
                    return Boolean.TRUE;
                });
        return code;
    }

    private void tell(Registration it, Change change, String step) {
        Reply<?> reply = registrar.update(change, new Step(it.id().toString(), step, 1));
        switch (reply) {
            case Reply.Done<?> _, Reply.Pending<?> _ -> {}
            case Reply.Refused<?>(int code, String reason) -> {
                // A lock that is on or off already is refused in these words.
                if (step.equals("code")) {
                    throw new PlatException(
                            ErrorCode.TRANSFER_LOCKED,
                            "The registry does not allow it.",
                            "value",
                            it.name(),
                            "found",
                            code + " " + reason);
                }
            }
            case Reply.Unknown<?> _ ->
                    throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The registry did not say that it has done it.",
                            "value",
                            it.name());
        }
    }

    private Registration active(Id account, Id id) {
        return router.read(id, tx -> registrations.find(tx, id, false))
                .filter(found -> found.account().equals(account))
                .filter(found -> found.state() == Registration.State.ACTIVE)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "This account has no such name.",
                                "value",
                                id.toString()));
    }

    private void requireOld(Registration it) {
        Instant since = it.registered();
        Instant until = since == null ? null : since.plus(LOCKED_AT_FIRST);
        if (until != null && clock.instant().isBefore(until)) {
            throw new PlatException(
                    ErrorCode.TRANSFER_LOCKED,
                    "A name stays locked for the first 60 days.",
                    "value",
                    it.name(),
                    "until",
                    until.toString());
        }
    }

    private void record(Tx tx, Registration it, String action) throws SQLException {
        audit.record(tx, it.account(), action, it.id(), Map.of("name", it.name()));
    }
}
