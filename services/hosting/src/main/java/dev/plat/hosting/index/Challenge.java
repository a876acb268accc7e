package dev.plat.hosting.index;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a CA asks for before it signs for a name (RFC 8555 §8.3, RFC 8737).
 *
 * @param token as the CA gave it
 * @param keyAuthorization the token, a dot, and the thumbprint
 * @param thumbprint of the account's key at the CA
 * @param expires not answered from then on
 */
public record Challenge(
        Kind kind, String token, String keyAuthorization, String thumbprint, Instant expires) {

    /** The text stands in the database and never changes. */
    public enum Kind {
        HTTP("http-01"),
        TLS_ALPN("tls-alpn-01");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public static Optional<Kind> of(String text) {
            return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
        }
    }

    public boolean open(Kind wanted, Instant now) {
        return kind == wanted && now.isBefore(expires);
    }
}
