package dev.plat.resources.client;

import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives keys: a secret for each scope from one root secret, so that there is no table of secrets,
 * and from that the key of each content. Knowing one site's secret tells nothing about another's.
 *
 * <p>Threads: safe.
 */
public final class KeyDerivation {

    private static final String HMAC = "HmacSHA256";
    private static final String PURPOSE = "site-scope";
    private static final int ROOT_BYTES_MIN = 32;

    private final byte[] root;

    /**
     * @param rootSecretHex at least 32 bytes as hex
     * @throws PlatException {@code config-invalid} when it is shorter
     */
    public KeyDerivation(String rootSecretHex) {
        byte[] bytes = HexFormat.of().parseHex(rootSecretHex);
        if (bytes.length < ROOT_BYTES_MIN) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "The root secret of resources is too short.",
                    "expected",
                    ROOT_BYTES_MIN + " bytes");
        }
        this.root = bytes;
    }

    public ResourceKey keyOf(Id scope, Sha256 content) {
        byte[] secret = hmac(root, (PURPOSE + scope).getBytes(StandardCharsets.US_ASCII));
        return ResourceKey.ofBytes(hmac(secret, content.bytes()));
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
