package dev.plat.ops.sandbox.registry;

import dev.plat.schemas.Id;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A person who is signed in, as the services' cookies say it. */
final class Tickets {

    private static final long LIFE_SECONDS = 3_600;

    private Tickets() {}

    static String cookie(String secret, Id session, Id account) {
        long now = Instant.now().getEpochSecond();
        String body = "v1.k1.%s.%s.0.%d.%d".formatted(session, account, now, now + LIFE_SECONDS);
        return "__Host-plat_tkt=" + body + "." + mac(secret, body);
    }

    static String csrf(String secret, Id session) {
        return mac(secret, "csrf." + session);
    }

    private static String mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
