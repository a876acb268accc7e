package dev.plat.payments.outgoing;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The secrets of endpoints. None is stored: each follows from the cluster's root, the endpoint and
 * the number of its key, so who reads the database, or a copy of it, can sign nothing.
 */
public final class SigningKeys {

    private static final int ROOT_BYTES = 32;
    private static final String PREFIX = "whsec_";

    private final Supplier<String> root;

    /**
     * @param root 32 bytes as hex; asked for when a key is needed
     */
    public SigningKeys(Supplier<String> root) {
        this.root = root;
    }

    /**
     * Looks whether anything can be signed.
     *
     * @throws PlatException {@code config-invalid} when the root is missing or malformed
     */
    void require() {
        var _ = root();
    }

    /** 32 bytes. */
    byte[] key(Id endpoint, int number) {
        return Signature.hmac(
                root(),
                ("plat webhook 1/" + endpoint + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    /** As its owner is shown it, and as libraries of receivers take it. */
    String text(Id endpoint, int number) {
        return PREFIX + Base64.getEncoder().encodeToString(key(endpoint, number));
    }

    private byte[] root() {
        try {
            byte[] bytes = HexFormat.of().parseHex(root.get());
            if (bytes.length == ROOT_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Refused below; its text is nobody's to read.
        }
        throw new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A secret cannot be used.",
                "setting",
                "webhooks.root",
                "expected",
                "32 bytes as hex");
    }
}
