package dev.plat.payments.provider.stripe;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stripe's signature: {@code t=<seconds>,v1=<hex>…}, HMAC-SHA-256 over {@code <seconds>.<body>},
 * several while a secret is replaced. Stripe's library takes any time in the future; here both
 * sides are held, so that a message that was caught cannot be kept for later.
 *
 * <p>Threads: safe.
 */
final class StripeSignature {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String MAC = "HmacSHA256";
    private static final int PARTS_MAX = 20;

    private final List<SecretKeySpec> secrets;
    private final InstantSource clock;

    StripeSignature(List<String> secrets, InstantSource clock) {
        this.secrets =
                secrets.stream()
                        .map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), MAC))
                        .toList();
        this.clock = clock;
    }

    /**
     * @throws PlatException {@code signature-invalid} when no secret of ours made it, {@code
     *     timestamp-outside} when one did, at another time
     */
    void check(byte[] body, String header) {
        String time = "";
        List<byte[]> told = new ArrayList<>();
        for (String part : header.split(",", PARTS_MAX)) {
            String text = part.strip();
            if (text.startsWith("t=")) {
                time = text.substring(2);
            } else if (text.startsWith("v1=")) {
                told.add(text.substring(3).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!time.matches("\\d{1,12}") || told.isEmpty() || !genuine(time, body, told)) {
            throw new PlatException(
                    ErrorCode.SIGNATURE_INVALID,
                    "The signature is not one that a secret of ours makes.",
                    "expected",
                    "t=<seconds>,v1=<hex of HMAC-SHA-256>");
        }
        long age = clock.millis() / 1000 - Long.parseLong(time);
        if (Math.abs(age) > TOLERANCE.toSeconds()) {
            throw new PlatException(
                    ErrorCode.TIMESTAMP_OUTSIDE,
                    "The message was signed at another time.",
                    "value",
                    time,
                    "expected",
                    "within " + TOLERANCE.toSeconds() + " seconds");
        }
    }

    /** All are compared, however early one fits. */
    private boolean genuine(String time, byte[] body, List<byte[]> told) {
        boolean genuine = false;
        for (SecretKeySpec secret : secrets) {
            byte[] expected = hex(secret, time, body);
            for (byte[] one : told) {
                genuine |= MessageDigest.isEqual(expected, one);
            }
        }
        return genuine;
    }

    private static byte[] hex(SecretKeySpec secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            String text = HexFormat.of().formatHex(mac.doFinal(body));
            return text.getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }
}
