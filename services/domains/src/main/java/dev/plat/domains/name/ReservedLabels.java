package dev.plat.domains.name;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Labels that nobody gets below a zone of the platform: CAs send mail there, programs ask there for
 * their settings, or people take them for ours.
 */
public final class ReservedLabels {

    private static final Set<String> LABELS =
            Set.of(
                    // Where a CA's mail asks whether a certificate is wanted.
                    "admin",
                    "administrator",
                    "webmaster",
                    "hostmaster",
                    "postmaster",
                    // What programs look for in the domain they are in.
                    "wpad",
                    "isatap",
                    "autoconfig",
                    "autodiscover",
                    "mta-sts",
                    "mail",
                    "smtp",
                    "imap",
                    "pop",
                    "www");
    private static final Pattern NAME_SERVER = Pattern.compile("ns[0-9]*");

    private ReservedLabels() {}

    /**
     * Whether nobody gets it.
     *
     * @param label in lower case
     */
    public static boolean contains(String label) {
        return LABELS.contains(label)
                || label.indexOf('_') >= 0
                || NAME_SERVER.matcher(label).matches();
    }
}
