package dev.plat.domains.name;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host name in its normal form. {@link HostNames} makes it; two spellings of one name are equal.
 *
 * @param ascii A-labels in lower case, without a final dot, two labels or more, at most {@value
 *     #LENGTH_MAX} characters; the key everywhere
 * @param display the same with U-labels, for people; to be shown beside {@code ascii}, never alone
 * @param registeredDomain the public suffix plus one label, as A-labels: what somebody registered,
 *     and what a CA counts by
 */
public record HostName(String ascii, String display, String registeredDomain) {

    public static final int LENGTH_MAX = 253;

    private static final String WWW = "www.";
    private static final Pattern LABELS =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

    /**
     * @throws PlatException {@code name-invalid} where the parts cannot be those of one name
     */
    public HostName {
        boolean below = ascii.equals(registeredDomain) || ascii.endsWith("." + registeredDomain);
        if (ascii.length() > LENGTH_MAX || !LABELS.matcher(ascii).matches() || !below) {
            throw new PlatException(
                    ErrorCode.NAME_INVALID,
                    "This is not a host name in its normal form.",
                    "value",
                    ascii,
                    "expected",
                    "A-labels in lower case, below the registered domain");
        }
    }

    public boolean isRegisteredDomain() {
        return ascii.equals(registeredDomain);
    }

    /** Whether this is {@code domain}, or stands below it. */
    public boolean isWithin(String domain) {
        return ascii.equals(domain) || ascii.endsWith("." + domain);
    }

    /** The key of this name's rows. */
    public Name toName(NameKind kind) {
        return new Name(kind, ascii);
    }

    /**
     * The other one of a registered domain and its {@code www}, which people take for one name.
     * Empty for names further down, and where {@code www.} would be too long.
     */
    public Optional<HostName> pair() {
        if (isRegisteredDomain()) {
            return ascii.length() + WWW.length() > LENGTH_MAX
                    ? Optional.empty()
                    : Optional.of(new HostName(WWW + ascii, WWW + display, registeredDomain));
        }
        return ascii.equals(WWW + registeredDomain)
                ? Optional.of(
                        new HostName(
                                registeredDomain,
                                display.substring(WWW.length()),
                                registeredDomain))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return ascii;
    }
}
