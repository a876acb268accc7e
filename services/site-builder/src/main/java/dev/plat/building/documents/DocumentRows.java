package dev.plat.building.documents;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Documents by key and by site; only inside {@code router.write} and {@code router.read}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DocumentRows extends GenericRepository<DocumentRow, UUID> {

    DocumentRow save(DocumentRow row);

    Optional<DocumentRow> findByBucketAndDocumentId(short bucket, UUID documentId);

    List<DocumentRow> findByBucketAndSiteId(short bucket, UUID siteId);
}
