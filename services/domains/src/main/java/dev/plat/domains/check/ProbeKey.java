package dev.plat.domains.check;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the nodes and this service share, so that nobody else can pretend that a name leads to us:
 * HMAC-SHA-256 of {@code plat-probe/1} under the cluster's service secret. The answer to a nonce is
 * HMAC-SHA-256 of name and nonce under this key, as hex. Hosting has the same lines.
 *
 * <p>Threads: safe. Prints nothing.
 */
public final class ProbeKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    /**
     * Derives the key.
     *
     * @param serviceSecretHex the entry {@code service.secret} of the cluster's secrets
     */
    public ProbeKey(String serviceSecretHex) {
        this.key = mac(HexFormat.of().parseHex(serviceSecretHex), "plat-probe/1");
    }

    /**
     * What one of our nodes says.
     *
     * @param nonce always of the same length, or it would not be told from the name's end
     */
    String answer(String name, String nonce) {
        return HexFormat.of().formatHex(mac(key, name + nonce));
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
