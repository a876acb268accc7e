package dev.plat.ops.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A ticket that was genuine, signed with the cluster's own secret, and is over. */
final class ExpiredTicket {

    private ExpiredTicket() {}

    static String of(String cookie, String secretHex) {
        String[] parts = cookie.split("=", 2)[1].split("\\.", -1);
        parts[5] = "1700000000";
        parts[6] = "1700086400";
        String body = String.join(".", Arrays.copyOf(parts, 7));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secretHex), "HmacSHA256"));
            byte[] tag = mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
            return cookie.split("=", 2)[0]
                    + "="
                    + body
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
