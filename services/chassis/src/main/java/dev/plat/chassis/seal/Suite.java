package dev.plat.chassis.seal;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * The one suite of RFC 9180 that is used here: base mode, X25519, HKDF-SHA-256, AES-256-GCM.
 * Another one would be another {@link #INFO}, never a field of the message that a sender could set.
 */
final class Suite {

    static final byte[] INFO = "plat sealed key 1".getBytes(StandardCharsets.US_ASCII);
    static final int ENCAPSULATION_BYTES = 32;
    static final int TAG_BYTES = 16;

    private Suite() {}

    /** A new one for each use: its parts have state and are not safe to share. */
    static HPKE hpke() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
