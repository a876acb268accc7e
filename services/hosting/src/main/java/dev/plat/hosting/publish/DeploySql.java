package dev.plat.hosting.publish;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table {@code deploy}. */
final class DeploySql {

    void insert(Tx tx, Id deploy, Id site, long generation, Id release, String actor)
            throws SQLException {
        String sql =
                """
                INSERT INTO deploy (bucket, deploy_id, site_id, generation, release_id, actor)
                VALUES (?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, deploy.uuid());
            statement.setObject(3, site.uuid());
            statement.setLong(4, generation);
            statement.setObject(5, release.uuid());
            statement.setString(6, actor);
            statement.executeUpdate();
        }
    }
}
