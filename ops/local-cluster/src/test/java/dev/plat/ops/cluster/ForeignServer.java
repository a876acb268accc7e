package dev.plat.ops.cluster;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.router.testkit.PostgresProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL server that is none of the cluster's, with the cluster's superuser. */
record ForeignServer(LocalCluster cluster, PostgresProcess process) implements AutoCloseable {

    static ForeignServer start(LocalCluster cluster, String name, Map<String, String> settings) {
        Path folder = cluster.layout().data().resolve(name);
        PostgresBinaries binaries = PostgresBinaries.embedded();
        binaries.initialise(folder, password(cluster), PostgresBinaries.Durability.THROWN_AWAY);
        return new ForeignServer(
                cluster,
                PostgresProcess.start(
                        binaries, folder, Ports.free(), settings, ChildLife.WITH_PARENT));
    }

    String address() {
        return "127.0.0.1:" + process.port();
    }

    String ask(String sql) throws SQLException {
        try (Connection connection = connect(cluster, address(), "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** As superuser, to any server of that password. */
    static Connection connect(LocalCluster cluster, String address, String database)
            throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + "/" + database,
                PostgresBinaries.SUPERUSER,
                password(cluster));
    }

    @Override
    public void close() {
        process.stop();
    }

    private static String password(LocalCluster cluster) {
        return ClusterSecrets.loadOrMake(cluster.layout().secrets())
                .get("postgres.superuser.password");
    }
}
