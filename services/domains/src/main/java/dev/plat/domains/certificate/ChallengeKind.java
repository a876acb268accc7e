package dev.plat.domains.certificate;

import dev.plat.schemas.PlatException;

/** How a CA is shown that a name is ours. The text is ACME's, and stands in the database. */
public enum ChallengeKind {
    /** A text at {@code http://<name>/.well-known/acme-challenge/<token>}, port 80. */
    HTTP_01("http-01"),
    /** A certificate on port 443 for those who ask by ALPN {@code acme-tls/1} (RFC 8737). */
    TLS_ALPN_01("tls-alpn-01"),
    /** A TXT record at {@code _acme-challenge.<name>}; the only one for wildcards. */
    DNS_01("dns-01");

    private final String text;

    ChallengeKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static ChallengeKind parse(String text) {
        for (ChallengeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw PlatException.invalidField("challenge", text, "http-01, tls-alpn-01 or dns-01");
    }
}
