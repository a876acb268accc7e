package dev.plat.ops.sandbox.card.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code Stripe-Signature}: HMAC-SHA-256 over the time, a dot, and the body. */
final class Signature {

    private Signature() {}

    /** One under each secret that is good now. */
    static String header(List<String> secrets, Instant time, String body) {
        StringBuilder header = new StringBuilder("t=").append(time.getEpochSecond());
        secrets.forEach(secret ->
                header.append(",v1=").append(code(secret, time.getEpochSecond() + "." + body)));
        return header.toString();
    }

    private static String code(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
