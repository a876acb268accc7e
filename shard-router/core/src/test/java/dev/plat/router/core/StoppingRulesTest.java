package dev.plat.router.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingRulesTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void rulesAreThoseOfTheFileAtThisMomentAndArrivalsAreCountedFromTheirChange()
            throws IOException {
        Path file = folder.resolve("rules");
        ControlPoints points = new StoppingRules(file, folder);
        assertThatCode(() -> points.reach("lag.ok")).doesNotThrowAnyException();

        Files.writeString(file, "throw:lag.ok#2");
        assertThatCode(() -> points.reach("lag.ok")).doesNotThrowAnyException();
        assertThatThrownBy(() -> points.reach("lag.ok")).isInstanceOf(StoppingPoints.Stopped.class);

        Files.writeString(file, "throw:grant.after#1");
        assertThatCode(() -> points.reach("lag.ok")).doesNotThrowAnyException();
        assertThatThrownBy(() -> points.reach("grant.after"))
                .isInstanceOf(StoppingPoints.Stopped.class);

        Files.delete(file);
        assertThatCode(() -> points.reach("grant.after")).doesNotThrowAnyException();
    }
}
