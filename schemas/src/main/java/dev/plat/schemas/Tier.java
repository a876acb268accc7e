package dev.plat.schemas;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A set of nodes doing one job. The text stands in the registry, in addresses and in databases. */
public enum Tier {
    BUILDING("building", Kind.DATABASE),
    HOSTING("hosting", Kind.DATABASE),
    DOMAINS("domains", Kind.DATABASE),
    PAYMENTS("payments", Kind.DATABASE),
    CHECKOUT("checkout", Kind.DATABASE),
    BUILDING_FILES("building-files", Kind.FILES),
    HOSTING_FILES("hosting-files", Kind.FILES);

    /** What a tier's nodes are. */
    public enum Kind {
        /** PostgreSQL shards; each bucket has one owner. */
        DATABASE,
        /** File servers; each bucket has three owners. */
        FILES
    }

    private final String text;
    private final Kind kind;

    Tier(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    /** How many nodes own each bucket. */
    public int copies() {
        return switch (kind) {
            case DATABASE -> 1;
            case FILES -> 3;
        };
    }

    /**
     * The tier of this text.
     *
     * @throws PlatException {@link ErrorCode#FIELD_INVALID} for an unknown tier, naming those there
     *     are
     */
    public static Tier parse(String text) {
        for (Tier tier : values()) {
            if (tier.text.equals(text)) {
                return tier;
            }
        }
        throw PlatException.invalidField(
                "tier",
                text,
                Arrays.stream(values()).map(Tier::text).collect(Collectors.joining(", ")));
    }
}
