package dev.plat.hosting.names;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.regex.Pattern;

/** What the domains service may send; beyond it a request is refused before anything is stored. */
final class TextRules {

    private static final int NAME_MAX = 253;
    private static final int CHAIN_MAX = 64 << 10;
    private static final int SEALED_KEY_MAX = 16 << 10;
    private static final int AUTHORIZATION_MAX = 256;
    private static final String PEM = "-----BEGIN CERTIFICATE-----";
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?";
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")+");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private TextRules() {}

    static void name(String name) {
        if (name.length() > NAME_MAX || !NAME.matcher(name).matches()) {
            throw new PlatException(
                    ErrorCode.NAME_INVALID,
                    "This is not a host name in its normal form.",
                    "value",
                    shown(name),
                    "expected",
                    "A-labels in lower case, two at least, no final dot");
        }
    }

    static void version(long version) {
        if (version < 1) {
            throw PlatException.invalidField("version", version, "1 or more");
        }
    }

    static void token(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw PlatException.invalidField("token", shown(token), TOKEN.pattern());
        }
    }

    static void keyAuthorization(String text, String token) {
        if (!text.startsWith(token + ".") || text.length() > AUTHORIZATION_MAX) {
            throw PlatException.invalidField(
                    "keyAuthorization", shown(text), "the token, a dot, the thumbprint");
        }
    }

    static void thumbprint(String thumbprint) {
        if (!THUMBPRINT.matcher(thumbprint).matches()) {
            throw PlatException.invalidField("thumbprint", shown(thumbprint), THUMBPRINT.pattern());
        }
    }

    static void kid(String kid) {
        if (!KID.matcher(kid).matches()) {
            throw PlatException.invalidField("kid", shown(kid), KID.pattern());
        }
    }

    static void chain(String chain) {
        if (chain.length() > CHAIN_MAX || !chain.strip().startsWith(PEM)) {
            throw PlatException.invalidField(
                    "chain",
                    chain.length() + " characters",
                    "PEM certificates, the leaf first, at most " + CHAIN_MAX + " characters");
        }
    }

    static void sealedKey(int bytes) {
        if (bytes < 1 || bytes > SEALED_KEY_MAX) {
            throw PlatException.invalidField(
                    "sealedKey", bytes + " bytes", "1 to " + SEALED_KEY_MAX + " bytes");
        }
    }

    private static String shown(String value) {
        return value.length() > 80 ? value.substring(0, 80) + "…" : value;
    }
}
