package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSecretsTest {

    @TempDir private Path folder;

    @Test
    void anOldClusterGetsTheSecretsItLacksAndKeepsThoseItHas() throws IOException {
        Path file = folder.resolve("secrets");
        Files.writeString(file, "cluster=0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55\npepper=old\n");

        ClusterSecrets secrets = ClusterSecrets.loadOrMake(file);

        assertThat(secrets.get("pepper")).isEqualTo("old");
        assertThat(secrets.get("cluster")).startsWith("0d3f2c62");
        assertThat(secrets.get("postgres.mover.password")).hasSize(64);
        assertThat(ClusterSecrets.loadOrMake(file).get("postgres.mover.password"))
                .isEqualTo(secrets.get("postgres.mover.password"))
                .isNotEqualTo(secrets.get("postgres.copy.password"));
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
