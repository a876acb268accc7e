package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void aBaseWhosePortsDoNotFitIsRefused() {
        assertThatThrownBy(() -> new ClusterLayout(data, 80)).hasMessageContaining("1024 to 65495");
        assertThatThrownBy(() -> new ClusterLayout(data, 65_500)).hasMessageContaining("65500");
    }
}
