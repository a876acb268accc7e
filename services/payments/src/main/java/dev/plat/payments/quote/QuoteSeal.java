package dev.plat.payments.quote;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs quotes (HMAC-SHA-256), and says at the purchase whether one still holds.
 *
 * <p>Threads: safe.
 */
public final class QuoteSeal {

    private static final String MAC = "HmacSHA256";

    private final String current;
    private final Map<String, SecretKey> keys;

    /**
     * @param current name of the key that signs, letters and digits
     * @param keys by name; all of them are believed, so that they can be changed in turn
     */
    public QuoteSeal(String current, Map<String, SecretKey> keys) {
        this.current = current;
        this.keys = Map.copyOf(keys);
        if (!this.keys.containsKey(current) || !current.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("no key of the name " + current);
        }
    }

    /** {@code v1.key.signature}. */
    public String sign(Quote quote) {
        return "v1." + current + "." + signature(current, quote);
    }

    /**
     * The quote to pay by: the one that was shown, or, when its time is over, one of now that costs
     * the same.
     *
     * @throws PlatException {@link ErrorCode#FIELD_INVALID} when Plat did not sign it; {@link
     *     ErrorCode#QUOTE_CHANGED} with both totals when it costs something else by now; {@link
     *     ErrorCode#PRICE_GONE}
     */
    public Quote settle(Quote shown, String signature, Catalogue catalogue, Instant now) {
        checkSigned(shown, signature);
        if (now.isBefore(shown.expires()) && !now.isBefore(shown.made())) {
            return shown;
        }
        Quote fresh = Quoting.quote(catalogue, shown.request(), now);
        if (!fresh.total().equals(shown.total())) {
            throw new PlatException(
                    ErrorCode.QUOTE_CHANGED,
                    "The total has changed since it was shown.",
                    "old",
                    shown.total().toString(),
                    "new",
                    fresh.total().toString());
        }
        return fresh;
    }

    private void checkSigned(Quote quote, String signature) {
        String[] parts = signature.split("\\.", -1);
        boolean known = parts.length == 3 && parts[0].equals("v1") && keys.containsKey(parts[1]);
        if (!known || !same(parts[2], signature(parts[1], quote))) {
            throw PlatException.invalidField(
                    "signature", "(not shown)", "what came with the quote, unchanged");
        }
    }

    private static boolean same(String found, String expected) {
        return MessageDigest.isEqual(
                found.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String key, Quote quote) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(keys.get(key));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(quote.canonical()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that cannot sign: " + key, e);
        }
    }
}
