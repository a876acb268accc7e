package dev.plat.building.media;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pictures by key and by site; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface MediaRows extends GenericRepository<MediaRow, UUID> {

    MediaRow save(MediaRow row);

    Optional<MediaRow> findByBucketAndMediaId(short bucket, UUID mediaId);

    Optional<MediaRow> findByBucketAndSiteIdAndSha256(short bucket, UUID siteId, byte[] sha256);

    long countByBucketAndSiteId(short bucket, UUID siteId);

    List<MediaRow> findByBucketAndSiteIdOrderByCreatedDesc(short bucket, UUID siteId);
}
