package dev.plat.payments.outgoing;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to an account.
 *
 * @param fact what makes it one of its type: told twice it is the same event
 * @param at when, by the account's clock
 * @param data ids and words that say which and how; who wants more asks for it
 * @param total the money that it is about
 */
public record Event(
        EventType type,
        Id account,
        String fact,
        Instant at,
        Map<String, String> data,
        Optional<Money> total) {

    public Event {
        data = Map.copyOf(data);
    }

    /** Follows from the fact, in the account's bucket; endpoints know an event again by it. */
    public Id id() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (account + "/" + type.text() + "/" + fact)
                                            .getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            long high = bytes.getLong() << 16 | 0x8000L | account.bucket().number();
            long low = bytes.getLong() >>> 2 | 0x8000_0000_0000_0000L;
            return new Id(IdKind.EVENT, new UUID(high, low));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
