package dev.plat.hosting.tls;

import dev.plat.schemas.Id;

/**
 * A certificate as it is stored: its chain for everybody, its key for hosting nodes alone.
 *
 * @param name what it is for; exact, or a wildcard
 * @param version 1 or more, counted by the domains service
 * @param kid whose key opens
 * @param chain PEM, the leaf first
 * @param sealedKey PKCS #8, sealed
 */
@SuppressWarnings("ArrayRecordComponent") // stored and opened, never compared
public record SealedCertificate(
        String name, long version, Id certificate, String kid, String chain, byte[] sealedKey) {}
