package dev.plat.building.handoff;

import dev.plat.chassis.ticket.Caller;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings a sign-in to another origin: a code that counts once, for a minute, and for the browser
 * alone that set out there. The code is the row's id, and nobody can guess one: it carries more
 * than a hundred random bits.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class Handoffs {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Router router;
    private final HandoffRows rows;
    private final IdGenerator ids;
    private final InstantSource clock;

    Handoffs(Router router, HandoffRows rows, IdGenerator ids, InstantSource clock) {
        this.router = router;
        this.rows = rows;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sets out.
     *
     * @param state SHA-256 of what the other origin keeps in the browser, base64url
     * @return the code
     * @throws PlatException {@code field-invalid}
     */
    Id begin(Caller.Person person, String state) {
        if (!STATE.matcher(state).matches()) {
            throw PlatException.invalidField("state", state, "43 characters of base64url");
        }
        Id code = ids.next(IdKind.HANDOFF, person.account());
        Instant now = clock.instant();
        return router.write(
                code,
                tx -> {
                    short bucket = (short) tx.bucket().number();
                    rows.deleteByBucketAndAccountIdAndExpiresBefore(
                            bucket, person.account().uuid(), now);
                    rows.save(
                            new HandoffRow(
                                    bucket,
                                    code.uuid(),
                                    person.account().uuid(),
                                    person.session().uuid(),
                                    person.epoch(),
                                    state,
                                    now.plus(LIFE)));
                    return code;
                });
    }

    /**
     * Arrives, once. Whether the sign-in still stands is asked when it is used.
     *
     * @throws PlatException {@code not-found} for a code that is unknown, used, too old, or another
     *     browser's
     */
    Caller.Person end(Id code, String state) {
        Optional<HandoffRow> found =
                router.write(
                        code,
                        tx -> {
                            short bucket = (short) tx.bucket().number();
                            Optional<HandoffRow> row =
                                    rows.findByBucketAndHandoffId(bucket, code.uuid());
                            boolean first =
                                    rows.deleteByBucketAndHandoffId(bucket, code.uuid()) == 1;
                            return row.filter(_ -> first);
                        });
        return found.filter(row -> clock.instant().isBefore(row.expires()))
                .filter(row -> same(row.state(), state))
                .map(row ->
                        new Caller.Person(
                                new Id(IdKind.ACCOUNT, row.accountId()),
                                new Id(IdKind.SESSION, row.sessionId()),
                                row.epoch()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "This way in is used, too old, or another browser's."));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
