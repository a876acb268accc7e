package dev.plat.building.sites;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages by key and by site; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PageRows extends GenericRepository<PageRow, UUID> {

    PageRow save(PageRow row);

    List<PageRow> findByBucketAndSiteIdOrderByPosition(short bucket, UUID siteId);

    Optional<PageRow> findByBucketAndSiteIdAndPath(short bucket, UUID siteId, String path);
}
