package dev.plat.router.core.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriverSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        DriverSettings defaults = DriverSettings.defaults();

        assertThat(defaults.markerLimit()).isEqualTo(Duration.ofMillis(100));
        assertThat(defaults.tries()).isEqualTo(50);
        assertThat(defaults.pauseMost()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaults.verifiedFor()).isEqualTo(Duration.ofHours(1));
        assertThat(defaults.batch()).isEqualTo(8);
        assertThat(defaults.share()).isEqualTo(0.25);
    }

    @Test
    void aDriverThatMayNotTryIsRefused() {
        assertThatThrownBy(() ->
                        new DriverSettings(
                                Duration.ZERO,
                                0,
                                Duration.ZERO,
                                0,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                1,
                                1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
