package dev.plat.chassis.seal;

import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * A recipient's private key: what it takes to open. The file is PEM, {@code PRIVATE KEY}, X25519,
 * and nobody else may read it. Prints nothing of itself.
 *
 * <p>Threads: safe.
 */
public final class PrivateKeyFile {

    private final X25519PrivateKeyParameters key;
    private final PublicKeyFile half;

    PrivateKeyFile(X25519PrivateKeyParameters key) {
        this.key = key;
        this.half = new PublicKeyFile(key.generatePublicKey());
    }

    /**
     * Reads the file.
     *
     * @throws PlatException {@code config-invalid} when it is not there, not such a key, or others
     *     may read it
     */
    public static PrivateKeyFile read(Path file) {
        return new PrivateKeyFile(KeyPem.readPrivate(file));
    }

    /** As {@link PublicKeyFile#kid}. */
    public String kid() {
        return half.kid();
    }

    PublicKeyFile half() {
        return half;
    }

    X25519PrivateKeyParameters key() {
        return key;
    }
}
