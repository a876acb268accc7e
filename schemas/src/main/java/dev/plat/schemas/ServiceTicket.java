package dev.plat.schemas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How one process of the cluster shows another who it is: {@code s1.<service>.<iat>.<mac>},
 * HMAC-SHA-256 over all before the last dot with a secret that only Plat's own processes hold. Sent
 * as {@code Authorization: Plat-Service <ticket>}. A ticket is good for {@link #LIFE} before and
 * after its time of issue, so that clocks may differ a little.
 *
 * <p>Threads: safe.
 */
public final class ServiceTicket {

    public static final String SCHEME = "Plat-Service ";
    public static final Duration LIFE = Duration.ofMinutes(5);
    private static final Pattern FORM =
            Pattern.compile("s1\\.([a-z][a-z-]{1,40})\\.(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private final SecretKeySpec secret;
    private final InstantSource clock;

    /**
     * @param secretHex at least 32 bytes as hex
     */
    public ServiceTicket(String secretHex, InstantSource clock) {
        byte[] bytes = HexFormat.of().parseHex(secretHex);
        if (bytes.length < 32) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "The service secret is too short.",
                    "expected",
                    "32 bytes");
        }
        this.secret = new SecretKeySpec(bytes, "HmacSHA256");
        this.clock = clock;
    }

    /** A fresh header value for {@code service}, lower-case letters and hyphens. */
    public String header(String service) {
        String body = "s1." + service + "." + clock.millis() / 1000;
        return SCHEME + body + "." + mac(body);
    }

    /** The service that sent this header; empty when it is missing, forged, or too old. */
    public Optional<String> verify(String header) {
        if (!header.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String text = header.substring(SCHEME.length());
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] expected =
                mac(text.substring(0, text.lastIndexOf('.'))).getBytes(StandardCharsets.US_ASCII);
        boolean genuine =
                MessageDigest.isEqual(
                        expected, matcher.group(3).getBytes(StandardCharsets.US_ASCII));
        long ageSeconds = clock.millis() / 1000 - Long.parseLong(matcher.group(2));
        return genuine && Math.abs(ageSeconds) <= LIFE.toSeconds()
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }

    private String mac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] tag = mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
