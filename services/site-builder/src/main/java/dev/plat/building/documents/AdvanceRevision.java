package dev.plat.building.documents;

import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The statement that decides between two people who save at once: it changes the row only at the
 * revision seen.
 */
final class AdvanceRevision {

    private static final String SQL =
            """
            WITH head AS (
              UPDATE document SET rev = rev + 1, sha256 = ?, size = ?, author_id = ?, saved = now()
              WHERE bucket = ? AND document_id = ? AND rev = ?
              RETURNING bucket, document_id, rev, sha256, size, author_id, saved)
            INSERT INTO revision (bucket, document_id, rev, sha256, size, author_id, saved) SELECT * FROM head\
            """;

    private AdvanceRevision() {}

    /** False when the document is not at {@code seen} any more. */
    static boolean run(Tx tx, Id document, long seen, Sha256 digest, int size, Id author)
            throws SQLException {
        try (PreparedStatement update = tx.connection().prepareStatement(SQL)) {
            update.setBytes(1, digest.bytes());
            update.setInt(2, size);
            update.setObject(3, author.uuid());
            update.setShort(4, (short) tx.bucket().number());
            update.setObject(5, document.uuid());
            update.setLong(6, seen);
            return update.executeUpdate() == 1;
        }
    }

    /** The first revision of a new document, beside its head. */
    static void first(Tx tx, DocumentRow head) throws SQLException {
        String sql =
                """
                INSERT INTO revision (bucket, document_id, rev, sha256, size, author_id)
                VALUES (?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, head.bucket());
            insert.setObject(2, head.documentId());
            insert.setLong(3, head.rev());
            insert.setBytes(4, head.sha256());
            insert.setInt(5, head.size());
            insert.setObject(6, head.authorId());
            insert.executeUpdate();
        }
    }
}
