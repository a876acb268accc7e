package dev.plat.domains.claim;

import dev.plat.schemas.Id;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where an account's proof of a name stands: {@code _plat-<label>.<name>}. The label is a MAC over
 * account, name and generation, so that two accounts never meet in one record, nobody can tell from
 * a record whose it is, and a record that was left behind proves nothing to who comes next.
 *
 * <p>Threads: safe.
 */
final class ProofLabels {

    private static final String MAC = "HmacSHA256";
    private static final String PURPOSE = "plat-proof-label-1";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LABEL_LENGTH = 26;

    private final SecretKeySpec key;

    ProofLabels(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    String host(String name, Id account, int generation) {
        return "_plat-" + label(name, account, generation) + "." + name;
    }

    private String label(String name, Id account, int generation) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            // None of the parts can have a line feed in it.
            String text = String.join("\n", PURPOSE, account.toString(), name, "" + generation);
            return base32(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder(LABEL_LENGTH);
        int bits = 0;
        int held = 0;
        for (int i = 0; text.length() < LABEL_LENGTH; ) {
            if (held < 5) {
                bits = bits << 8 | (bytes[i++] & 0xFF);
                held += 8;
            }
            held -= 5;
            text.append(ALPHABET.charAt(bits >>> held & 31));
        }
        return text.toString();
    }
}
