package dev.plat.domains.name;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what people type as a name, and says which rule it breaks otherwise.
 *
 * <p>Threads: safe.
 */
public final class HostNames {

    /** Far above any name in any spelling; what is longer is not looked at. */
    private static final int TEXT_MAX = 1_024;

    private static final int SHOWN_MAX = 80;

    /** RFC 6761 and its heirs: these never lead to anybody's server in the public DNS. */
    private static final Set<String> SPECIAL =
            Set.of("invalid", "example", "onion", "local", "alt", "home.arpa");

    private static final Set<String> LOCAL = Set.of("localhost", "test", "internal");

    private final PublicSuffixes suffixes;
    private final boolean localNames;
    private final List<String> platformDomains;
    private final List<String> blockedDomains;

    /**
     * @throws PlatException {@code config-invalid} for a suffix list that cannot be used, {@code
     *     name-invalid} for a domain of the settings that is none
     */
    public HostNames(NameSettings settings) {
        this.suffixes =
                settings.suffixList() == null
                        ? PublicSuffixes.builtIn()
                        : PublicSuffixes.of(settings.suffixList());
        this.localNames = settings.localNames();
        this.platformDomains = normal(settings.platformDomains());
        this.blockedDomains = normal(settings.blockedDomains());
    }

    /**
     * The name that somebody may claim.
     *
     * @throws PlatException {@code name-invalid} (with the label, the rule, and what was perhaps
     *     meant), {@code name-is-suffix}, {@code wildcard-refused}, {@code address-refused}, {@code
     *     name-reserved}; the facts have {@code value} and {@code expected}
     */
    public HostName parse(String text) {
        String ascii = ascii(text);
        refuseReserved(ascii, text);
        if (ascii.indexOf('.') < 0 && !suffixes.isTopLevel(ascii)) {
            throw invalid(text, NameRule.TWO_LABELS, ascii);
        }
        String registered =
                suffixes.registeredDomain(ascii)
                        .orElseThrow(() ->
                                refusal(
                                        ErrorCode.NAME_IS_SUFFIX,
                                        "Strangers register names below this one; nobody"
                                                + " has it as their own.",
                                        text,
                                        "public-suffix",
                                        "a name below it, such as shop." + ascii));
        return new HostName(ascii, NormalForm.display(ascii), registered);
    }

    /**
     * A name that {@link #parse} let in once. What was reserved or became a suffix since does not
     * undo it.
     *
     * @param ascii as it was stored
     * @throws PlatException {@code name-invalid} when it is not in the normal form
     */
    public HostName stored(String ascii) {
        String registered = suffixes.registeredDomain(ascii).orElse(ascii);
        return new HostName(ascii, NormalForm.display(ascii), registered);
    }

    /** A name in ASCII that people may take this one for; a hint, which decides nothing. */
    public Optional<String> looksLike(HostName name) {
        return LookAlikes.of(name);
    }

    private String ascii(String text) {
        if (text.length() > TEXT_MAX) {
            throw invalid(text, NameRule.TOO_LONG, "");
        }
        String trimmed = trim(text);
        if (Addresses.isV6(trimmed)) {
            throw address(text);
        }
        Optional<String> within = PastedText.nameWithin(trimmed);
        if (within.isPresent()) {
            throw pasted(text, within.get());
        }
        if (trimmed.indexOf('*') >= 0) {
            throw refusal(
                    ErrorCode.WILDCARD_REFUSED,
                    "A wildcard cannot be claimed.",
                    text,
                    "wildcard",
                    "each name by itself");
        }
        String ascii = normal(trimmed, text);
        if (Addresses.endsInNumber(ascii)) {
            throw Addresses.isV4(ascii)
                    ? address(text)
                    : invalid(
                            text,
                            NameRule.LAST_LABEL_NUMERIC,
                            ascii.substring(ascii.lastIndexOf('.') + 1));
        }
        return ascii;
    }

    /** The refusal of what stands around a name; that of the name itself where it has one. */
    private PlatException pasted(String text, String within) {
        String meant;
        try {
            meant = parse(within).display();
        } catch (PlatException refused) {
            return refused;
        }
        return new PlatException(
                ErrorCode.NAME_INVALID,
                "This is not a host name.",
                "value",
                shown(text),
                "rule",
                NameRule.ONLY_THE_NAME.text(),
                "expected",
                NameRule.ONLY_THE_NAME.expected(),
                "didYouMean",
                meant);
    }

    private void refuseReserved(String ascii, String text) {
        if (within(ascii, platformDomains)) {
            throw refusal(
                    ErrorCode.NAME_RESERVED,
                    "This name belongs to the platform.",
                    text,
                    "platform",
                    "a domain of your own");
        }
        boolean local = within(ascii, LOCAL);
        if (within(ascii, SPECIAL) || (local && !localNames)) {
            throw refusal(
                    ErrorCode.NAME_RESERVED,
                    "This name is set aside for special use and leads nowhere in the public DNS.",
                    text,
                    "special-use",
                    "a name in the public DNS");
        }
        if (within(ascii, blockedDomains)) {
            throw refusal(
                    ErrorCode.NAME_RESERVED,
                    "This name cannot be used here.",
                    text,
                    "blocked",
                    "another name");
        }
    }

    private static boolean within(String ascii, Iterable<String> domains) {
        for (String domain : domains) {
            if (ascii.equals(domain) || ascii.endsWith("." + domain)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> normal(List<String> domains) {
        return domains.stream().map(domain -> normal(trim(domain), domain)).toList();
    }

    private static String normal(String trimmed, String text) {
        try {
            return NormalForm.ascii(trimmed);
        } catch (NormalForm.Broken broken) {
            throw invalid(text, broken.rule(), broken.label());
        }
    }

    /** Blanks of every kind: people paste no-break spaces, which {@link String#strip} leaves. */
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static PlatException address(String text) {
        return refusal(
                ErrorCode.ADDRESS_REFUSED,
                "An address cannot be claimed.",
                text,
                "address",
                "a name");
    }

    private static PlatException invalid(String text, NameRule rule, String label) {
        return new PlatException(
                ErrorCode.NAME_INVALID,
                "This is not a host name.",
                "value",
                shown(text),
                "label",
                shown(label),
                "rule",
                rule.text(),
                "expected",
                rule.expected());
    }

    private static PlatException refusal(
            ErrorCode code, String sentence, String text, String rule, String expected) {
        return new PlatException(
                code, sentence, "value", shown(text), "rule", rule, "expected", expected);
    }

    private static String shown(String text) {
        if (text.length() <= SHOWN_MAX) {
            return text;
        }
        // Not through the middle of a character, which no encoder would write.
        int end = Character.isHighSurrogate(text.charAt(SHOWN_MAX - 1)) ? SHOWN_MAX - 1 : SHOWN_MAX;
        return text.substring(0, end) + "…";
    }
}
