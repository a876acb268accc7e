package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLayoutTest {

    @TempDir private Path data;

    @Test
    void aNewFolderTakesTheDefaultOrWhatIsWished() {
        assertThat(ClusterLayout.of(data, OptionalInt.empty()).portBase()).isEqualTo(8800);
        assertThat(ClusterLayout.of(data, OptionalInt.of(9100)).portBase()).isEqualTo(9100);
    }

    @Test
    void anOldFolderKeepsThePortsItWasStartedWith() {
        new PortBaseFile(data).keep(9100);
        new PortBaseFile(data).keep(9200);

        assertThat(ClusterLayout.of(data, OptionalInt.empty()).portBase()).isEqualTo(9100);
        assertThat(ClusterLayout.of(data, OptionalInt.of(9100)).portBase()).isEqualTo(9100);
        assertThatThrownBy(() -> ClusterLayout.of(data, OptionalInt.of(9200)))
                .hasMessageContaining("config-invalid")
                .hasMessageContaining("value=9200")
                .hasMessageContaining("9100");
    }

    @Test
    void aFolderThatDoesNotSayItsPortsIsNotGivenOthers() throws Exception {
        Files.writeString(data.resolve("cluster.properties"), "port.base=many\n");

        assertThatThrownBy(() -> ClusterLayout.of(data, OptionalInt.empty()))
                .hasMessageContaining("config-invalid")
                .hasMessageContaining("many");
    }

    @Test
    void everyProcessThatMayEverRunHasPortsOfItsOwn() {
        ClusterLayout layout = new ClusterLayout(data, 9000);
        List<Integer> ports =
                new ArrayList<>(
                        List.of(
                                layout.siteBuilderPort(),
                                layout.hostingPort(),
                                layout.edgePort(),
                                layout.domainsPort(),
                                layout.edgeTlsPort(),
                                layout.dnsPort(),
                                layout.eppPort(),
                                layout.rdapPort(),
                                layout.registryAdminPort(),
                                layout.zooKeeperPort(),
                                layout.redisPort(),
                                layout.paymentsPort(),
                                layout.checkoutPort(),
                                layout.cardPort(),
                                layout.cardControlPort(),
                                layout.cardDatabasePort()));
        for (int server = 1; server <= ClusterLayout.POSTGRES_SERVERS_MAX; server++) {
            ports.add(layout.postgresPort(server));
        }
        for (int server : ClusterLayout.fileServers()) {
            ports.add(layout.fileAdminPort(server));
            ports.add(layout.buildingFilesPort(server));
            ports.add(layout.hostingFilesPort(server));
        }
        for (int controller = 1; controller <= ClusterLayout.CONTROLLERS_MAX; controller++) {
            ports.add(layout.controllerPort(controller));
        }

        assertThat(ports)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(9000, 9039));
        assertThat(layout.postgresPort(1)).as("folders from before keep theirs").isEqualTo(9012);
    }

    @Test
    void aBaseWhosePortsDoNotFitIsRefused() {
        assertThatThrownBy(() -> new ClusterLayout(data, 80)).hasMessageContaining("1024 to 65495");
        assertThatThrownBy(() -> new ClusterLayout(data, 65_500)).hasMessageContaining("65500");
    }
}
