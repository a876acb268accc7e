package dev.plat.schemas;

import java.util.UUID;

/**
 * An id that carries its bucket: a UUIDv8 (RFC 9562) of 48 bits Unix milliseconds, 12 bits bucket
 * and 62 random bits. Its text is the kind's prefix, an underscore, and 26 characters of Crockford
 * base 32: {@code site_06cjq…}.
 *
 * @param kind what it identifies
 * @param uuid version 8, IETF variant
 */
public record Id(IdKind kind, UUID uuid) implements Key {

    private static final int TEXT_LENGTH = 26;

    /**
     * @throws PlatException {@link ErrorCode#ID_MALFORMED} when the UUID is not one of ours
     */
    public Id {
        if (uuid.version() != 8 || uuid.variant() != 2) {
            throw malformed(kind, uuid.toString());
        }
    }

    /**
     * Reads the text form; upper and lower case, and the look-alikes {@code i l o}, are understood.
     *
     * @throws PlatException {@link ErrorCode#ID_MALFORMED} for another prefix, length or alphabet
     */
    public static Id parse(IdKind kind, String text) {
        String prefix = kind.prefix() + "_";
        if (!text.startsWith(prefix) || text.length() != prefix.length() + TEXT_LENGTH) {
            throw malformed(kind, text);
        }
        return CrockfordBase32.decode(text.substring(prefix.length()))
                .filter(uuid -> uuid.version() == 8 && uuid.variant() == 2)
                .map(uuid -> new Id(kind, uuid))
                .orElseThrow(() -> malformed(kind, text));
    }

    @Override
    public Bucket bucket() {
        return new Bucket((int) (uuid.getMostSignificantBits() & 0xFFF));
    }

    /** When the id was made, Unix milliseconds by its maker's clock. */
    public long createdMillis() {
        return uuid.getMostSignificantBits() >>> 16;
    }

    @Override
    public String toString() {
        return kind.prefix() + "_" + CrockfordBase32.encode(uuid);
    }

    private static PlatException malformed(IdKind kind, String found) {
        return new PlatException(
                ErrorCode.ID_MALFORMED,
                "This is not an id of the expected kind.",
                "value",
                found.length() > 80 ? found.substring(0, 80) + "…" : found,
                "expected",
                kind.prefix() + "_ and " + TEXT_LENGTH + " characters of Crockford base 32");
    }
}
