package dev.plat.router.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerSettingsTest {

    @TempDir private Path folder;

    @Test
    void whatStandsOnTheCommandLineWinsOverTheFile() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("controller.properties"),
                        """
                        plat.zookeeper=zk1:2181
                        plat.secrets=/etc/plat/secrets
                        plat.data=/var/lib/plat
                        plat.instance=controller-1
                        """);
        Properties system = new Properties();
        system.setProperty("plat.instance", "controller-2");
        system.setProperty("java.version", "25");

        ControllerSettings settings =
                ControllerSettings.read(new String[] {file.toString()}, system);

        assertThat(settings)
                .isEqualTo(
                        new ControllerSettings(
                                "zk1:2181",
                                Path.of("/etc/plat/secrets"),
                                Path.of("/var/lib/plat"),
                                "controller-2",
                                0));
    }

    @Test
    void aKeyThatIsUnknownMissingOrWrongIsNamed() {
        assertRefused("plat.zookeper", "plat.zookeper", "zk1:2181");
        assertRefused("plat.zookeeper");
        assertRefused("plat.port", "plat.port", "many");
        assertRefused("65535", "plat.port", "70000");
    }

    @Test
    void aSecretThatIsNotThereIsNamedAndTheFileToo() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets"), "a=b\n");
        ControllerSettings settings = new ControllerSettings("zk", file, folder, "c", 0);

        assertThat(settings.secret("a")).isEqualTo("b");
        assertThatThrownBy(() -> settings.secret("postgres.mover.password"))
                .hasMessageContaining("postgres.mover.password")
                .hasMessageContaining(file.toString());
    }

    private static void assertRefused(String named, String... keyAndValue) {
        Properties system = new Properties();
        if (keyAndValue.length > 0) {
            system.setProperty("plat.zookeeper", "zk");
            system.setProperty("plat.secrets", "s");
            system.setProperty("plat.data", "d");
            system.setProperty("plat.instance", "i");
            system.setProperty(keyAndValue[0], keyAndValue[1]);
        }
        assertThatThrownBy(() -> ControllerSettings.read(new String[0], system))
                .hasMessageContaining("config-invalid")
                .hasMessageContaining(named);
    }
}
