package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    @Test
    void theSecondOfTwoThatUnpackAtTheSameTimeUsesTheFirstOnesFolder(@TempDir Path folder)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(target.resolve("program"), "first");
        Path late = Files.createDirectories(folder.resolve("work/new"));
        Files.writeString(late.resolve("program"), "second");

        Binaries.settle(late, target);

        assertThat(target.resolve("program")).hasContent("first");
        assertThat(late).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeRenamedIsAnError(@TempDir Path folder) throws IOException {
        Path late = Files.createDirectories(folder.resolve("new"));

        assertThatThrownBy(() -> Binaries.settle(late, folder.resolve("gone/postgres")))
                .isInstanceOf(FileSystemException.class);
    }
}
