package dev.plat.ops.bench.contender;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.core.Node;
import java.util.Properties;

/** A bare pool to one shard, its driver set as the router sets it. */
final class Pool {

    static final int CONNECTIONS_MAX = 45;

    private Pool() {}

    static HikariDataSource open(Node node, String applicationName) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + node.address());
        config.setUsername(Cluster.OWNER);
        config.setPassword(Cluster.PASSWORDS.owner());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(-1);
        Properties driver = new Properties();
        driver.setProperty("ApplicationName", applicationName);
        driver.setProperty("tcpKeepAlive", "true");
        driver.setProperty("connectTimeout", "2");
        driver.setProperty("socketTimeout", "15");
        driver.setProperty("options", "-c statement_timeout=10000 -c synchronous_commit=on");
        config.setDataSourceProperties(driver);
        return new HikariDataSource(config);
    }
}
