package dev.plat.domains.check;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as people and zone files write them; the JDK does not shorten IPv6 (RFC 5952). */
final class AddressText {

    private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

    private AddressText() {}

    static String of(InetAddress address) {
        String text = address.getHostAddress();
        Matcher zeros = ZEROS.matcher(text);
        int from = 0;
        int to = 0;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > to - from) {
                from = zeros.start();
                to = zeros.end();
            }
        }
        return to == from ? text : text.substring(0, from) + "::" + text.substring(to);
    }
}
