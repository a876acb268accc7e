package dev.plat.hosting.names;

import dev.plat.schemas.Id;

/**
 * A certificate as it is stored: its chain for everybody, its key for hosting nodes alone.
 *
 * @param version 1 or more, counted by the domains service
 * @param kid whose key opens
 * @param chain PEM, the leaf first, at most 64 KiB
 * @param sealedKey at most 16 KiB
 */
@SuppressWarnings("ArrayRecordComponent") // stored and opened, never compared
public record SealedCertificate(
        long version, Id certificate, String kid, String chain, byte[] sealedKey) {

    public SealedCertificate {
        TextRules.version(version);
        TextRules.kid(kid);
        TextRules.chain(chain);
        TextRules.sealedKey(sealedKey.length);
    }
}
