package dev.plat.payments.catalogue;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a version of the catalogue from its JSON, strictly: a key that nobody knows is refused, for
 * it may be a misspelt limit.
 */
public final class CatalogueReader {

    /** Far more than a catalogue of a thousand prices. */
    private static final int BYTES_MAX = 1 << 20;

    private final JsonMapper json;

    public CatalogueReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * The version that these bytes are.
     *
     * @throws PlatException {@link ErrorCode#CONFIG_INVALID} naming the place
     */
    public Catalogue read(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw refused("the whole", bytes.length + " bytes", BYTES_MAX + " bytes at most");
        }
        JsonNode root = parse(bytes);
        keys(root, "catalogue", "version", "plans", "prices", "taxes");
        return new Catalogue(
                Math.toIntExact(whole(root, "catalogue", "version")),
                sha256(bytes),
                list(root, "plans", CatalogueReader::plan),
                list(root, "prices", CatalogueReader::price),
                list(root, "taxes", CatalogueReader::tax));
    }

    private JsonNode parse(byte[] bytes) {
        try {
            return Optional.ofNullable(json.readValue(bytes, JsonNode.class))
                    .orElseThrow(() -> refused("the whole", "nothing", "a JSON object"));
        } catch (IOException e) {
            throw refused("the whole", "no JSON", "a JSON object").causedBy(e);
        }
    }

    private static Plan plan(JsonNode node) {
        keys(node, "plan", "id", "name", "limits");
        String id = text(node, "plan", "id");
        JsonNode limits = member(node, id, "limits");
        Map<String, Long> most = new HashMap<>();
        names(limits, id).forEach(what -> most.put(what, whole(limits, id, what)));
        return new Plan(id, text(node, id, "name"), most);
    }

    private static Price price(JsonNode node) {
        keys(node, "price", "id", "plan", "interval", "price", "taxIncluded", "from", "until");
        String id = text(node, "price", "id");
        JsonNode money = member(node, id, "price");
        keys(money, id, "amount", "currency");
        return new Price(
                id,
                text(node, id, "plan"),
                interval(text(node, id, "interval"), id),
                Money.of(whole(money, id, "amount"), text(money, id, "currency")),
                truth(node, id, "taxIncluded"),
                date(node, id, "from"),
                node.get("until") == null
                        ? Optional.empty()
                        : Optional.of(date(node, id, "until")));
    }

    private static TaxRate tax(JsonNode node) {
        keys(node, "tax", "jurisdiction", "percent", "from");
        String jurisdiction = text(node, "tax", "jurisdiction");
        return new TaxRate(
                jurisdiction,
                Rate.ofPercent(text(node, jurisdiction, "percent")),
                date(node, jurisdiction, "from"));
    }

    private static Interval interval(String text, String place) {
        for (Interval interval : Interval.values()) {
            if (interval.name().toLowerCase(Locale.ROOT).equals(text)) {
                return interval;
            }
        }
        throw refused(place + ".interval", text, "month or year");
    }

    private static <T> List<T> list(JsonNode root, String name, Function<JsonNode, T> read) {
        JsonNode node = member(root, "catalogue", name);
        if (!node.isArray()) {
            throw refused(name, "no list", "a list");
        }
        List<T> list = new ArrayList<>();
        node.values().forEach(each -> list.add(read.apply(each)));
        return list;
    }

    private static void keys(JsonNode node, String place, String... known) {
        Set<String> allowed = Set.of(known);
        names(node, place).stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refused(place, name, String.join(", ", known));
                });
    }

    private static List<String> names(JsonNode node, String place) {
        if (!node.isObject()) {
            throw refused(place, "no object", "an object");
        }
        return StreamSupport.stream(node.entries().spliterator(), false)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String text(JsonNode node, String place, String name) {
        JsonNode member = member(node, place, name);
        if (!member.isString()) {
            throw refused(place + "." + name, "no text", "a text");
        }
        return member.getStringValue();
    }

    /** Digits alone: an amount of 19.99 is as wrong as one of 1e400. */
    private static long whole(JsonNode node, String place, String name) {
        JsonNode member = member(node, place, name);
        if (member.isNumber() && whole(member.getNumberValue())) {
            return member.getNumberValue().longValue();
        }
        throw refused(place + "." + name, "no whole number", "a whole number");
    }

    private static boolean whole(Number number) {
        return switch (number) {
            case Integer _, Long _ -> true;
            case BigInteger big -> big.bitLength() < Long.SIZE;
            default -> false;
        };
    }

    private static boolean truth(JsonNode node, String place, String name) {
        JsonNode member = member(node, place, name);
        if (!member.isBoolean()) {
            throw refused(place + "." + name, "neither true nor false", "true or false");
        }
        return member.getBooleanValue();
    }

    private static LocalDate date(JsonNode node, String place, String name) {
        String text = text(node, place, name);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw refused(place + "." + name, text, "a day, such as 2026-11-22").causedBy(e);
        }
    }

    private static JsonNode member(JsonNode node, String place, String name) {
        @Nullable JsonNode member = node.isObject() ? node.get(name) : null;
        if (member == null) {
            throw refused(place, "nothing", name);
        }
        return member;
    }

    private static PlatException refused(String place, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The catalogue cannot be read.",
                "place",
                place,
                "value",
                value,
                "expected",
                expected);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
