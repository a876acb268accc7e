package dev.plat.building.accounts;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sign-ins by key; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SessionRows extends GenericRepository<SessionRow, UUID> {

    SessionRow save(SessionRow row);

    Optional<SessionRow> findByBucketAndSessionId(short bucket, UUID sessionId);

    long deleteByBucketAndSessionId(short bucket, UUID sessionId);

    long deleteByBucketAndAccountIdAndStartedBefore(short bucket, UUID accountId, Instant end);
}
