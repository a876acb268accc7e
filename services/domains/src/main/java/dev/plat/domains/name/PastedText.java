package dev.plat.domains.name;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the name in what people paste instead of one: URLs, names with a port, mail addresses. */
final class PastedText {

    private static final Pattern SCHEME =
            Pattern.compile(
                    "(?i)^(?:[a-z][a-z0-9+.-]*:)?[/\\\\]{2,}|^(?:https?|ftp|mailto):[/\\\\]?");
    private static final Pattern REST = Pattern.compile("[/\\\\?#].*$", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private PastedText() {}

    /** Empty where there is nothing around the name, or no name within. */
    static Optional<String> nameWithin(String text) {
        String rest = REST.matcher(SCHEME.matcher(text).replaceFirst("")).replaceFirst("");
        String host = rest.substring(rest.lastIndexOf('@') + 1);
        String name = host.endsWith("]") ? host : PORT.matcher(host).replaceFirst("");
        return name.equals(text) || name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
