package dev.plat.chassis.seal;

import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * A recipient's public key: what it takes to seal. The file is PEM, {@code PUBLIC KEY}, X25519.
 *
 * <p>Threads: safe.
 */
public final class PublicKeyFile {

    private static final int KID_BYTES = 8;

    private final X25519PublicKeyParameters key;
    private final String kid;

    PublicKeyFile(X25519PublicKeyParameters key) {
        this.key = key;
        this.kid = kid(key);
    }

    /**
     * Reads the file.
     *
     * @throws PlatException {@code config-invalid} when it is not there or not such a key
     */
    public static PublicKeyFile read(Path file) {
        return new PublicKeyFile(KeyPem.readPublic(file));
    }

    /** 16 hex digits that follow from the key, so nobody can have two keys under one. */
    public String kid() {
        return kid;
    }

    X25519PublicKeyParameters key() {
        return key;
    }

    private static String kid(X25519PublicKeyParameters key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, KID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
