package dev.plat.chassis.data;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProbeRows extends GenericRepository<ProbeRow, UUID> {

    ProbeRow save(ProbeRow row);

    Optional<ProbeRow> findByBucketAndAccountId(short bucket, UUID accountId);
}
