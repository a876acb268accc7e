package dev.plat.domains.certificate;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the CA will look for.
 *
 * @param identifier the name it looks at, without an asterisk
 * @param url the challenge itself, at the CA
 * @param token of {@code [A-Za-z0-9_-]}
 * @param keyAuthorization token, dot, thumbprint of the CA account's key
 */
public record Challenge(
        ChallengeKind kind, String identifier, URI url, String token, String keyAuthorization) {

    /** What the certificate of tls-alpn-01 carries: SHA-256, 32 bytes. */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The name of dns-01's TXT record. */
    public String recordName() {
        return "_acme-challenge." + identifier;
    }

    /** The value of dns-01's TXT record. A name and its wildcard need one each, side by side. */
    public String recordValue() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
    }

    /** Who may answer: the thumbprint of the CA account's key. */
    public String thumbprint() {
        return keyAuthorization.substring(keyAuthorization.indexOf('.') + 1);
    }
}
