package dev.plat.hosting.serve;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;

/** The host of a request as the index knows hosts: lower case, no port, no trailing dot. */
final class HostName {

    private static final int LENGTH_MAX = 253;

    private HostName() {}

    /**
     * The name in an authority {@code host[:port]}. An IP literal comes back as it is; no site has
     * one as its host.
     *
     * @throws PlatException {@code request-malformed} for what no authority may be
     */
    static String normalise(String authority) {
        if (authority.startsWith("[")) {
            return authority.toLowerCase(Locale.ROOT);
        }
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
            throw malformed("a port that is not a number");
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        if (host.isEmpty() || host.length() > LENGTH_MAX || !isName(host)) {
            throw malformed("characters or a length that no host name has");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static boolean isPort(String text) {
        return text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isName(String host) {
        return host.chars()
                .allMatch(c ->
                        (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '.'
                                || c == '_');
    }

    private static PlatException malformed(String found) {
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "The host is not a host name.",
                "value",
                found,
                "expected",
                "a host name in ASCII and an optional port");
    }
}
