package dev.plat.domains.registrar;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A domain's or contact's code (EPP's authInfo), which is never logged.
 *
 * @param value 6 to 64 printable characters
 */
public record Secret(String value) {

    private static final int BYTES = 24;

    public Secret {
        if (!value.matches("[\\x21-\\x7e]{6,64}")) {
            throw new IllegalArgumentException("a code of 6 to 64 printable characters");
        }
    }

    /** 192 random bits (RFC 9154 asks for 128), in letters that no keyboard changes. */
    public static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "…";
    }
}
