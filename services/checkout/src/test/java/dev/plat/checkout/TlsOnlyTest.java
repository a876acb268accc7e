package dev.plat.checkout;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where checkout may start, and where it must not. */
class TlsOnlyTest {

    private static final String HERE = "127.0.0.1";
    private static final String ANYWHERE = "0.0.0.0";

    private static CheckoutConfig config(String origin, boolean inFront) {
        return new CheckoutConfig(origin, "https://checkout.stripe.com", inFront);
    }

    private static void refused(
            boolean secure, boolean more, String host, CheckoutConfig config, String setting) {
        assertThatThrownBy(() -> TlsOnly.check(secure, more, host, config))
                .hasMessageContaining("config-invalid")
                .hasMessageContaining(setting);
    }

    @Test
    void withTlsItListensAnywhere() {
        CheckoutConfig config = config("https://shop.example", false);
        assertThatCode(() -> TlsOnly.check(true, false, ANYWHERE, config))
                .doesNotThrowAnyException();
        refused(true, false, HERE, config("http://shop.localhost", false), "checkout.origin");
    }

    @Test
    void aSecondPortIsOneWithoutTls() {
        refused(true, true, HERE, config("https://shop.example", false), "dual-protocol");
    }

    @Test
    void withoutTlsItDoesNotStartByItself() {
        refused(false, false, HERE, config("https://shop.example", false), "tls-in-front");
        refused(false, false, HERE, config("http://shop.localhost", false), "tls-in-front");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void whereTlsEndsInFrontItListensOnThisMachineAlone(String host) {
        CheckoutConfig config = config("https://shop.example", true);
        assertThatCode(() -> TlsOnly.check(false, false, host, config)).doesNotThrowAnyException();
        refused(false, false, ANYWHERE, config, "micronaut.server.host");
        refused(false, false, "", config, "micronaut.server.host");
    }
}
