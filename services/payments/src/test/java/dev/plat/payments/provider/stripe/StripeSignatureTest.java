package dev.plat.payments.provider.stripe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures as Stripe's own library makes them. */
class StripeSignatureTest {

    private static final String BODY = "{\"id\":\"evt_1\",\"text\":\"ü\"}";
    private static final long NOW = 1_800_000_000;

    private final StripeSignature signature =
            new StripeSignature(
                    List.of("whsec_new", "whsec_old"), () -> Instant.ofEpochSecond(NOW));

    @Test
    void everyLiveSecretIsBelieved() throws GeneralSecurityException {
        accepted(header("whsec_new", NOW));
        accepted(header("whsec_old", NOW - 300));
        accepted(header("whsec_old", NOW + 300));
        // while a secret is replaced Stripe signs with both
        accepted(header("whsec_gone", NOW) + "," + v1(header("whsec_new", NOW)) + ",v0=aa");
    }

    @Test
    void anotherSecretBodyOrTimeIsRefused() throws GeneralSecurityException {
        String genuine = header("whsec_new", NOW);

        refused(header("whsec_gone", NOW), BODY, "signature-invalid");
        refused(genuine, BODY + " ", "signature-invalid");
        refused(genuine.replace("t=" + NOW, "t=" + (NOW + 1)), BODY, "signature-invalid");
        refused(genuine.replace("v1=", "v0="), BODY, "signature-invalid");
        for (String header : List.of("", "t=", "v1=", "t=" + NOW, "t=x,v1=y", ",,,,", "t=1,v1=")) {
            refused(header, BODY, "signature-invalid");
        }
    }

    /** Stripe's library would take the later ones for ever. */
    @Test
    void bothSidesOfTheTimeAreHeld() throws GeneralSecurityException {
        refused(header("whsec_new", NOW - 301), BODY, "timestamp-outside");
        refused(header("whsec_new", NOW + 301), BODY, "timestamp-outside");
        refused(header("whsec_new", NOW + 86_400), BODY, "timestamp-outside");
        // who cannot sign is told nothing of clocks
        refused(header("whsec_gone", NOW + 86_400), BODY, "signature-invalid");
    }

    private void accepted(String header) {
        assertThatCode(() -> signature.check(bytes(BODY), header)).doesNotThrowAnyException();
    }

    private void refused(String header, String body, String code) {
        assertThatThrownBy(() -> signature.check(bytes(body), header))
                .as(header)
                .hasMessageContaining(code);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(String secret, long at) throws GeneralSecurityException {
        return Webhook.Signature.generateSignatureHeader(BODY, secret, at);
    }

    private static String v1(String header) {
        return header.substring(header.indexOf("v1="));
    }
}
