package dev.plat.payments.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY =
            Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final Id endpoint =
            new IdGenerator(() -> AT, new Random(7)).next(IdKind.ENDPOINT, new Bucket(10));

    /** The vector that the specification's own libraries are tested with. */
    @Test
    void itIsWhatStandardWebhooksHas() {
        assertThat(Signature.of(List.of(KEY), ID, AT, BODY)).isEqualTo(SIGNED);
    }

    @Test
    void eachKeySignsByItself() {
        String both = Signature.of(List.of(new byte[32], KEY), ID, AT, BODY);

        assertThat(both.split(" ")).hasSize(2).endsWith(SIGNED).doesNotHaveDuplicates();
    }

    @Test
    void aSecretIsOfOneEndpointAndOneNumberAndOneCluster() {
        SigningKeys keys = new SigningKeys(() -> "ab".repeat(32));
        Id other = new IdGenerator(() -> AT, new Random(8)).next(IdKind.ENDPOINT, new Bucket(10));

        assertThat(keys.text(endpoint, 1)).startsWith("whsec_").isEqualTo(keys.text(endpoint, 1));
        assertThat(keys.key(endpoint, 1)).hasSize(32);
        assertThat(
                        List.of(
                                keys.text(endpoint, 1),
                                keys.text(endpoint, 2),
                                keys.text(other, 1),
                                new SigningKeys(() -> "ac".repeat(32)).text(endpoint, 1)))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new SigningKeys(() -> "xy").text(endpoint, 1))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("config-invalid")
                .hasMessageNotContaining("xy");
    }
}
