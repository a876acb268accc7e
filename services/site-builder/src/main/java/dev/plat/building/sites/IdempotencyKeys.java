package dev.plat.building.sites;

import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;

/**
 * Gives a repeated creation the id of the first try, so that every step after it is the same step
 * again. The row lies in the bucket of the account.
 */
@Singleton
final class IdempotencyKeys {

    private static final int KEY_MAX = 200;

    private final Router router;

    IdempotencyKeys(Router router) {
        this.router = router;
    }

    /**
     * The id this key stands for: {@code fresh} the first time, what it was then ever after.
     *
     * @param request what was asked, to tell a repeat from a reuse
     * @throws PlatException {@code idempotency-mismatch} when the key came with another request
     *     before
     */
    Id claim(Id account, String key, Sha256 request, Id fresh) {
        if (key.isEmpty() || key.length() > KEY_MAX) {
            throw PlatException.invalidField(
                    "Idempotency-Key", key.length() + " characters", "1 to " + KEY_MAX);
        }
        String sql =
                """
                INSERT INTO idempotency (bucket, key, request_sha256, status, response)
                VALUES (?, ?, ?, 0, jsonb_build_object('id', ?::text))
                ON CONFLICT (bucket, key) DO UPDATE SET status = idempotency.status
                RETURNING request_sha256, response ->> 'id'\
                """;
        return router.write(
                account,
                tx -> {
                    try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
                        upsert.setShort(1, (short) tx.bucket().number());
                        upsert.setString(2, account + " " + key);
                        upsert.setBytes(3, request.bytes());
                        upsert.setString(4, fresh.toString());
                        try (ResultSet row = upsert.executeQuery()) {
                            row.next();
                            if (!Arrays.equals(row.getBytes(1), request.bytes())) {
                                throw new PlatException(
                                        ErrorCode.IDEMPOTENCY_MISMATCH,
                                        "This key was used for another request.",
                                        "expected",
                                        "a new Idempotency-Key");
                            }
                            return Id.parse(IdKind.SITE, row.getString(2));
                        }
                    }
                });
    }
}
