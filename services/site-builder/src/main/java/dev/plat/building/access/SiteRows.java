package dev.plat.building.access;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Sites by key; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface SiteRows extends GenericRepository<SiteRow, UUID> {

    SiteRow save(SiteRow row);

    Optional<SiteRow> findByBucketAndSiteId(short bucket, UUID siteId);
}
