package dev.plat.building.accounts;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Accounts by key; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AccountRows extends GenericRepository<AccountRow, UUID> {

    AccountRow save(AccountRow row);

    Optional<AccountRow> findByBucketAndAccountId(short bucket, UUID accountId);
}
