package dev.plat.hosting.names;

import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.tls.CertificateRows;
import dev.plat.hosting.tls.SealedCertificate;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stores what the domains service tells about a name. Each call is repeatable: what is known, or
 * older than what is known, changes nothing and gets the same answer. After the commit this node
 * takes the news itself and the others are hinted.
 *
 * <p>Errors: {@code name-invalid}, {@code field-invalid}, and the router's.
 *
 * <p>Threads: safe; blocking.
 */
public final class Names implements CertificateRows {

    private static final Duration CHALLENGE_LIFE_MAX = Duration.ofDays(30);
    private static final int CHALLENGES_MAX = 16;

    /** What is done inside the transaction; false when it changed nothing. */
    private interface Change {
        boolean in(Tx tx, Optional<NameSql.Head> head) throws SQLException;
    }

    private final Router router;
    private final FeedSql feed;
    private final NameNews news;
    private final InstantSource clock;
    private final NameSql sql = new NameSql();

    public Names(Router router, FeedSql feed, NameNews news, InstantSource clock) {
        this.router = router;
        this.feed = feed;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Says what a name is to do; the answer is its number in the feed. One that goes off loses its
     * key.
     */
    public FeedMark route(String name, Routing routing) {
        TextRules.name(name);
        routing.expectTarget(name);
        return change(
                name,
                (tx, head) -> {
                    if (head.isPresent() && head.get().version() >= routing.version()) {
                        return false;
                    }
                    if (!routing.routed()) {
                        sql.shred(tx, name);
                    }
                    return sql.route(tx, name, routing);
                });
    }

    /** Gives a name its certificate; one that is off keeps none. */
    public FeedMark certify(SealedCertificate certificate) {
        String name = certificate.name();
        TextRules.name(name);
        TextRules.version(certificate.version());
        TextRules.kid(certificate.kid());
        TextRules.chain(certificate.chain());
        TextRules.sealedKey(certificate.sealedKey().length);
        return change(
                name,
                (tx, head) -> {
                    // One that is late must not bring back the key of a name that was let go.
                    boolean off =
                            head.filter(known -> known.version() > 0 && known.off()).isPresent();
                    return !off && sql.certify(tx, certificate);
                });
    }

    /**
     * Lets the nodes answer a challenge until it expires.
     *
     * @throws PlatException {@code rate-limited} when too many stand for this name already
     */
    public FeedMark challenge(String name, long version, Challenge challenge) {
        TextRules.name(name);
        TextRules.version(version);
        TextRules.token(challenge.token());
        TextRules.keyAuthorization(challenge.keyAuthorization(), challenge.token());
        TextRules.thumbprint(challenge.thumbprint());
        Instant now = clock.instant();
        if (challenge.expires().isAfter(now.plus(CHALLENGE_LIFE_MAX))) {
            throw PlatException.invalidField(
                    "expires",
                    challenge.expires().toString(),
                    "at most " + CHALLENGE_LIFE_MAX.toDays() + " days from now");
        }
        return change(
                name,
                (tx, _) -> {
                    sql.sweepChallenges(tx, name);
                    if (sql.otherChallenges(tx, name, challenge.token()) >= CHALLENGES_MAX) {
                        throw new PlatException(
                                ErrorCode.RATE_LIMITED,
                                "Too many challenges stand for this name.",
                                "expected",
                                "at most " + CHALLENGES_MAX);
                    }
                    return sql.challenge(tx, name, version, challenge);
                });
    }

    /** Takes a challenge back; of one that is not there, nothing changes. */
    public FeedMark withdraw(String name, String token) {
        TextRules.name(name);
        TextRules.token(token);
        return change(name, (tx, _) -> sql.withdraw(tx, name, token));
    }

    /** The versions that are stored; empty for a name that was never told. */
    public Optional<StoredName> stored(String name) {
        TextRules.name(name);
        return router.read(key(name), tx -> sql.stored(tx, name));
    }

    @Override
    public Optional<SealedCertificate> find(String name) {
        return router.read(key(name), tx -> sql.certificate(tx, name));
    }

    private FeedMark change(String name, Change change) {
        FeedMark[] raised = {FeedMark.NONE};
        FeedMark mark =
                router.write(
                        key(name),
                        tx -> {
                            raised[0] = FeedMark.NONE;
                            Optional<NameSql.Head> head = sql.head(tx, name);
                            if (!change.in(tx, head)) {
                                return head.map(NameSql.Head::mark).orElse(FeedMark.NONE);
                            }
                            FeedMark next = feed.raise(tx);
                            sql.touch(tx, name, next.seq());
                            raised[0] = next;
                            return next;
                        });
        if (!raised[0].equals(FeedMark.NONE)) {
            news.told(key(name).bucket(), raised[0]);
        }
        return mark;
    }

    private static Name key(String name) {
        return new Name(NameKind.HOST, name);
    }
}
