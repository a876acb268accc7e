package dev.plat.chassis.seal;

/**
 * A private key that only its recipient can read: 48 bytes longer than the key itself.
 *
 * @param kid the recipient's key, {@link PublicKeyFile#kid}
 * @param bytes the encapsulation (32 bytes), then the cipher text with its tag
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to a column or a request, never compared
public record SealedKey(String kid, byte[] bytes) {}
