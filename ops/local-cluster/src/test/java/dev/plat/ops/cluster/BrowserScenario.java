package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The journeys in real Chromium: build a site with the mouse, publish it, visit it; two people on
 * one page; a name bought, and a name brought along, each to the site that answers there over HTTPS
 * without a warning. {@code -Dplat.names=50} times so many of each.
 */
@ExtendWith(RunningCluster.class)
class BrowserScenario {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is typed on the provider's page on the way. */
    private static final List<String> TYPED =
            List.of("4539578763621486", "4000000000000002", "4000002760003184", "4242424242424242");

    private static final String NAMES = System.getProperty("plat.names", "0");

    @ParameterizedTest
    @ValueSource(strings = {"journey", "saving"})
    void theBrowserDoesWhatACustomerDoes(String script, LocalCluster cluster) throws Exception {
        BrowserRun.of(script, cluster, Map.of());
    }

    @Test
    void aNameThatIsHadByAClickServesTheSite(LocalCluster cluster) throws Exception {
        cluster.stop("domains");
        cluster.start("domains", Map.of("plat.registrar.without-payment", "true"));
        try {
            BrowserRun.of("buying", cluster, Map.of("NAMES", NAMES));
        } finally {
            cluster.stop("domains");
            cluster.start("domains");
        }
    }

    @Test
    void whatIsBoughtIsPaidForAndDelivered(LocalCluster cluster, @TempDir Path folder)
            throws Exception {
        Cli plat = new Cli(cluster);
        List<String> others = fulfilled(plat);
        WireCapture wire = new WireCapture(cluster.layout(), folder);
        try (wire) {
            BrowserRun.of(
                    "shopping", cluster, Map.of("PLAT", JSON.writeValueAsString(plat.line())));
        }

        List<String> all = fulfilled(plat);
        assertThat(all).containsAll(others).hasSize(others.size() + 2);
        String bought =
                all.stream().filter(line -> !others.contains(line)).findFirst().orElseThrow();
        String payment = "pay_" + bought.substring("ord_".length(), bought.indexOf(' '));
        assertThat(wire.holds(payment)).as("%s was captured", payment).isTrue();
        for (int server : List.of(1, 2)) {
            Waits.until("payments has told checkout", () -> untold(cluster, server) == 0);
        }
        assertThat(new CardHideouts(cluster, TYPED, folder).search(wire.file()))
                .as("where a card's number is")
                .isEmpty();
    }

    /** Orders that are delivered, by their lines: other tests buy in this cluster too. */
    private static List<String> fulfilled(Cli plat) throws Exception {
        Cli.Result orders = plat.run("checkout", "orders", "--state", "fulfilled");
        assertThat(orders.exit()).as(orders.output()).isZero();
        return orders.output().lines().filter(line -> line.startsWith("ord_")).toList();
    }

    /** What payments has still to tell others. */
    private static long untold(LocalCluster cluster, int server) {
        String address = "127.0.0.1:" + cluster.layout().postgresPort(server);
        try (Connection connection = ForeignServer.connect(cluster, address, "payments");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM outbox")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aNameThatSomebodyHasServesTheSite(LocalCluster cluster, @TempDir Path folder)
            throws Exception {
        String domain = "bakers.test";
        ClusterLayout layout = cluster.layout();
        try (OwnNameServer own = OwnNameServer.of(cluster, domain, folder)) {
            BrowserRun.of(
                    "owning",
                    cluster,
                    Map.of(
                            "DOMAIN",
                            domain,
                            "ZONE_FILE",
                            own.zone().toString(),
                            "NAMED_PID",
                            Long.toString(own.pid()),
                            "CODE",
                            OwnNameServer.CODE.value(),
                            "REGISTRY",
                            "http://127.0.0.1:" + layout.registryAdminPort(),
                            "REGISTRY_TOKEN",
                            Files.readString(layout.folder("registry").resolve("admin.token")),
                            "NAMES",
                            NAMES));
        }
    }
}
