package dev.plat.payments.outgoing;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an account wants to be told.
 *
 * @param types of events it wants; none: all
 * @param reason why it is disabled; empty while it is not
 * @param key the number of the key that signs
 * @param oldUntil until when the key before signs, too
 * @param failingSince since when nothing was taken there of what was to come; empty when nothing is
 */
public record Endpoint(
        Id id,
        Id account,
        String url,
        List<String> types,
        Optional<Reason> reason,
        Instant made,
        int key,
        Optional<Instant> oldUntil,
        Optional<Instant> failingSince) {

    /** Why nothing is sent to it. The text stands in the database and never changes. */
    public enum Reason {
        /** Its owner wanted it so. */
        OWNER,
        /** It answered that it is gone. */
        GONE,
        /** It took nothing for days. */
        FAILING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Endpoint {
        types = List.copyOf(types);
    }

    /** The keys that sign now, the newest first. */
    List<byte[]> keys(SigningKeys keys, Instant now) {
        boolean both = key > 1 && oldUntil.filter(until -> until.isAfter(now)).isPresent();
        return both
                ? List.of(keys.key(id, key), keys.key(id, key - 1))
                : List.of(keys.key(id, key));
    }
}
