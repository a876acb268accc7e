package dev.plat.ops.chaos.purchase;

import dev.plat.schemas.Id;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who is signed in, as the services' cookies say it. */
record Tickets(String secret) {

    private static final long LIFE_SECONDS = 3_600;

    String cookie(Id session, Id account, Instant now) {
        long from = now.getEpochSecond();
        String body = "v1.k1.%s.%s.0.%d.%d".formatted(session, account, from, from + LIFE_SECONDS);
        return "__Host-plat_tkt=" + body + "." + mac(body);
    }

    String csrf(Id session) {
        return mac("csrf." + session);
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
