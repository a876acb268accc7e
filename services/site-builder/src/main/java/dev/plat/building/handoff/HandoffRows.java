package dev.plat.building.handoff;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** People on the way; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface HandoffRows extends GenericRepository<HandoffRow, UUID> {

    HandoffRow save(HandoffRow row);

    Optional<HandoffRow> findByBucketAndHandoffId(short bucket, UUID handoffId);

    long deleteByBucketAndHandoffId(short bucket, UUID handoffId);

    long deleteByBucketAndAccountIdAndExpiresBefore(short bucket, UUID accountId, Instant end);
}
