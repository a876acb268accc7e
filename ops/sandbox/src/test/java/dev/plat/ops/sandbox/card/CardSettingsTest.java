package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardSettingsTest {

    private static Properties usual() {
        Properties properties = new Properties();
        properties.setProperty("plat.data", "/tmp/card");
        properties.setProperty("plat.card.database", "jdbc:postgresql://127.0.0.1/card?user=card");
        return properties;
    }

    @Test
    void aFolderAndADatabaseAreEnough() {
        CardSettings settings = CardSettings.read(usual());

        assertThat(settings.data()).isEqualTo(Path.of("/tmp/card"));
        assertThat(settings.port()).isZero();
        assertThat(settings.controlPort()).isZero();
        assertThat(settings.certificate()).isEmpty();
        assertThat(settings.trust()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "plat.profile, production",
        "plat.data, ''",
        "plat.card.database, jdbc:h2:mem",
        "plat.card.port, 70000",
        "plat.card.control-port, x",
        "plat.card.certificate, /tmp/only.pem",
        "plat.card.colour, blue"
    })
    void whatIsWrongIsNamed(String key, String value) {
        Properties properties = usual();
        properties.setProperty(key, value);

        assertThatThrownBy(() -> CardSettings.read(properties))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("config-invalid")
                .hasMessageContaining("plat.");
    }

    @Test
    void aPasswordIsNotSaidAgain() {
        Properties properties = usual();
        properties.setProperty("plat.card.database", "postgres://plat:open-sesame@127.0.0.1/card");

        assertThatThrownBy(() -> CardSettings.read(properties))
                .hasMessageNotContaining("open-sesame");
    }
}
