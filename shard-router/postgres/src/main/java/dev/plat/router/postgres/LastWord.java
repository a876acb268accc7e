package dev.plat.router.postgres;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told when its call ends without a value. */
record LastWord(Tier tier, Bucket bucket) {

    private static final Logger LOG = LoggerFactory.getLogger(LastWord.class);

    /**
     * The deadline has passed: because of what the call met last.
     *
     * @param last null when the database said nothing
     */
    PlatException late(@Nullable SQLException last) {
        return switch (last == null ? null : Refusal.of(last).orElse(null)) {
            case Refusal.Full _ ->
                    of(ErrorCode.OVERLOADED, "No connection to the database became free.", last);
            case Refusal.Conflict _ ->
                    tryAgain("The transaction met others until its deadline.", last);
            case null, default ->
                    tryAgain("The database did not answer within the deadline.", last);
        };
    }

    private PlatException tryAgain(String text, @Nullable SQLException last) {
        LOG.warn("{} Last: {}", text, last == null ? "none" : last.getMessage());
        return of(ErrorCode.TRY_AGAIN, text, last);
    }

    PlatException tooSlow(@Nullable SQLException last) {
        return of(ErrorCode.DEADLINE_EXCEEDED, "A statement took too long.", last);
    }

    PlatException unplaced(@Nullable SQLException last) {
        LOG.error("bucket {} of {} has no owner", bucket.number(), tier.text());
        return of(ErrorCode.BUCKET_UNPLACED, "No shard says that it owns this bucket.", last);
    }

    PlatException commitUnknown(SQLException last) {
        return of(
                ErrorCode.COMMIT_UNKNOWN,
                "The connection broke while the transaction was being committed; it may have"
                        + " happened.",
                last);
    }

    private PlatException of(ErrorCode code, String text, @Nullable SQLException last) {
        return new PlatException(code, text, "tier", tier.text(), "bucket", bucket.number())
                .causedBy(last == null ? new SQLException("nothing was asked", "08001") : last);
    }
}
