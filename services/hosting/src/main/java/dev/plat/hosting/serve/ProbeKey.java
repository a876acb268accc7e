package dev.plat.hosting.serve;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the nodes and the domains service share, so that nobody else can pretend that a name leads
 * here: HMAC-SHA-256 of {@code plat-probe/1} under the cluster's service secret. The answer to a
 * nonce is HMAC-SHA-256 of the name and the nonce under this key, as hex.
 *
 * <p>Threads: safe. Prints nothing.
 */
public final class ProbeKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    /**
     * @param serviceSecretHex the entry {@code service.secret} of the cluster's secrets
     */
    public ProbeKey(String serviceSecretHex) {
        this.key = mac(HexFormat.of().parseHex(serviceSecretHex), "plat-probe/1");
    }

    String answer(String host, String nonce) {
        return HexFormat.of().formatHex(mac(key, host + nonce));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
