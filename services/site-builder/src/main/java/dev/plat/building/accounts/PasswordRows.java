package dev.plat.building.accounts;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Password hashes by key; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PasswordRows extends GenericRepository<PasswordRow, UUID> {

    PasswordRow save(PasswordRow row);

    Optional<PasswordRow> findByBucketAndAccountId(short bucket, UUID accountId);
}
