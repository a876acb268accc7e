package dev.plat.domains.registrar;

import java.util.Locale;

/** A DS record as the parent zone has it (RFC 4034). */
public record Ds(int keyTag, int algorithm, int digestType, String digest) {

    public Ds {
        digest = digest.toUpperCase(Locale.ROOT);
        if (keyTag < 0 || keyTag > 0xFFFF || !digest.matches("([0-9A-F]{2}){1,64}")) {
            throw new IllegalArgumentException("a key tag of 16 bits and a digest in hex");
        }
    }
}
