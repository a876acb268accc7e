package dev.plat.building.accounts;

import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.hints.Hints;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.chassis.ticket.SessionAuthority;
import dev.plat.chassis.ticket.Ticket;
import dev.plat.chassis.ticket.TicketCheck;
import dev.plat.chassis.ticket.TicketCodec;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signing up, in and out. Everything of an account lies in the account's bucket, its e-mail address
 * in the name's.
 */
@Singleton
final class Accounts implements SessionAuthority {

    private static final long FIRST_EPOCH = 1;
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_MAX = 256;
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[^\\s\\p{Cntrl}@<>\"',;]{1,64}@[^\\s\\p{Cntrl}@<>\"',;]+\\.[^\\s\\p{Cntrl}@<>\"',;]+");

    private final Router router;
    private final EmailNames names;
    private final AccountRows accounts;
    private final PasswordRows passwords;
    private final SessionRows sessions;
    private final PasswordHasher hasher;
    private final SignInLimiter limiter;
    private final TicketCodec tickets;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Outbox outbox;
    private final Hints hints;

    Accounts(
            Router router,
            EmailNames names,
            AccountRows accounts,
            PasswordRows passwords,
            SessionRows sessions,
            PasswordHasher hasher,
            SignInLimiter limiter,
            TicketCodec tickets,
            IdGenerator ids,
            InstantSource clock,
            Audit audit,
            Outbox outbox,
            Hints hints) {
        this.router = router;
        this.names = names;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.hasher = hasher;
        this.limiter = limiter;
        this.tickets = tickets;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.outbox = outbox;
        this.hints = hints;
    }

    /**
     * Makes an account and signs in.
     *
     * @throws PlatException {@code field-invalid} for address or password, {@code name-taken},
     *     {@code sign-in-busy}
     */
    Ticket signUp(String address, String password) {
        Name email = email(address);
        checkPassword(password);
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        String phc = hasher.hash(password);
        if (!names.reserve(email, account)) {
            throw new PlatException(
                    ErrorCode.NAME_TAKEN,
                    "There is an account with this address: sign in.",
                    "field",
                    "email");
        }
        Id session = ids.next(IdKind.SESSION, account);
        router.write(
                account,
                tx -> {
                    Instant now = clock.instant();
                    short bucket = (short) tx.bucket().number();
                    accounts.save(
                            new AccountRow(
                                    bucket, account.uuid(), email.value(), FIRST_EPOCH, now));
                    passwords.save(new PasswordRow(bucket, account.uuid(), phc, now));
                    sessions.save(new SessionRow(bucket, session.uuid(), account.uuid(), now));
                    outbox.add(
                            tx,
                            EmailConfirmer.TOPIC,
                            Map.of("email", email.value(), "account", account.toString()));
                    audit.record(tx, account, "account.created", account, Map.of());
                    return account;
                });
        return tickets.fresh(session, account, FIRST_EPOCH);
    }

    /**
     * Signs in. A wrong address and a wrong password get the same answer after the same time.
     *
     * @throws PlatException {@code sign-in-failed}, {@code rate-limited}, {@code sign-in-busy}
     */
    Ticket signIn(String address, String password, String from) {
        Name email = email(address);
        limiter.check(email, from);
        Optional<Id> account = names.find(email);
        Optional<PasswordRow> stored =
                account.flatMap(id ->
                        router.read(
                                id,
                                tx ->
                                        passwords.findByBucketAndAccountId(
                                                (short) tx.bucket().number(), id.uuid())));
        if (stored.isEmpty()) {
            hasher.pretend(password);
            throw signInFailed(email, from);
        }
        if (!hasher.matches(password, stored.get().phc())) {
            throw signInFailed(email, from);
        }
        Id owner = account.orElseThrow();
        Id session = ids.next(IdKind.SESSION, owner);
        long epoch = router.write(owner, tx -> startSession(tx, owner, session));
        return tickets.fresh(session, owner, epoch);
    }

    /**
     * A ticket of now for a session that still stands, ninety days after the sign-in at most.
     *
     * @throws PlatException {@code sign-in-required}
     */
    Ticket renew(Id session, Id account, long epoch) {
        return router.read(
                        session,
                        tx ->
                                sessions.findByBucketAndSessionId(
                                        (short) tx.bucket().number(), session.uuid()))
                .flatMap(row -> tickets.renewed(session, account, epoch, row.started()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.SIGN_IN_REQUIRED, "The session is over: sign in again."));
    }

    /**
     * Ends the session; every service hears of it within a second. The hint goes out at once, since
     * the outbox may be busy; the outbox sends it again in case the hint is lost.
     */
    void signOut(Id session, Id account) {
        router.write(
                session,
                tx -> {
                    tx.afterCommit(
                            () -> hints.publish(TicketCheck.REVOKED_CHANNEL, session.toString()));
                    sessions.deleteByBucketAndSessionId(
                            (short) tx.bucket().number(), session.uuid());
                    outbox.add(tx, RevocationPusher.TOPIC, Map.of("revoked", session.toString()));
                    audit.record(tx, account, "session.ended", session, Map.of());
                    return session;
                });
    }

    @Override
    public boolean holds(Ticket ticket) {
        return router.read(
                ticket.session(),
                tx -> {
                    short bucket = (short) tx.bucket().number();
                    return sessions.findByBucketAndSessionId(bucket, ticket.session().uuid())
                                    .filter(row -> row.accountId().equals(ticket.account().uuid()))
                                    .isPresent()
                            && accounts.findByBucketAndAccountId(bucket, ticket.account().uuid())
                                    .filter(row -> row.epoch() == ticket.epoch())
                                    .isPresent();
                });
    }

    /** The account's address. */
    String email(Id account) {
        return router.read(
                        account,
                        tx ->
                                accounts.findByBucketAndAccountId(
                                        (short) tx.bucket().number(), account.uuid()))
                .map(AccountRow::email)
                .orElseThrow(
                        () -> new PlatException(ErrorCode.NOT_FOUND, "There is no such account."));
    }

    private long startSession(Tx tx, Id account, Id session) throws SQLException {
        short bucket = (short) tx.bucket().number();
        sessions.deleteByBucketAndAccountIdAndStartedBefore(
                bucket, account.uuid(), clock.instant().minus(TicketCodec.SESSION_LIFE));
        AccountRow row = accounts.findByBucketAndAccountId(bucket, account.uuid()).orElseThrow();
        sessions.save(new SessionRow(bucket, session.uuid(), account.uuid(), clock.instant()));
        audit.record(tx, account, "session.started", session, Map.of());
        return row.epoch();
    }

    private PlatException signInFailed(Name email, String from) {
        limiter.failed(email, from);
        return new PlatException(
                ErrorCode.SIGN_IN_FAILED, "Address and password do not belong together.");
    }

    private static Name email(String address) {
        Name name = new Name(NameKind.EMAIL, address);
        if (!EMAIL.matcher(name.value()).matches()) {
            throw PlatException.invalidField(
                    "email", address, "an e-mail address: name@example.org");
        }
        return name;
    }

    private static void checkPassword(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < PASSWORD_MIN || length > PASSWORD_MAX || CommonPasswords.contains(password)) {
            throw PlatException.invalidField(
                    "password",
                    length + " characters",
                    PASSWORD_MIN
                            + " to "
                            + PASSWORD_MAX
                            + " characters, and none of the most common passwords");
        }
    }
}
