package dev.plat.ops.bench.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Events as a provider signs them; every fifth is one that was told before. */
final class SignedEvents {

    static final int REPEATED = 5;

    private static final String MAC = "HmacSHA256";

    /** About what an intent has. */
    private static final String MORE = "x".repeat(2_000);

    private final SecretKeySpec secret;
    private final String run;

    /** As it goes over the wire. */
    record Message(String signature, String body) {}

    SignedEvents(String secret, long seed) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC);
        this.run = Long.toHexString(new SplittableRandom(seed).nextLong());
    }

    /** How many different ones the first so many are. */
    static long different(long count) {
        return count - count / REPEATED;
    }

    Message message(long number) {
        boolean again = number % REPEATED == REPEATED - 1;
        long now = Instant.now().getEpochSecond();
        String body =
                """
                {"id": "evt_%s_%d", "object": "event", "type": "payment_intent.succeeded", "created": %d,
                 "data": {"object": {"id": "pi_%d", "object": "payment_intent", "description": "%s"}}}
                """
                        .formatted(run, again ? number - 1 : number, now, number, MORE);
        return new Message("t=%d,v1=%s".formatted(now, hex(now + "." + body)), body);
    }

    private String hex(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }
}
