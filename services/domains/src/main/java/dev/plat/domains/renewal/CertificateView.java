package dev.plat.domains.renewal;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a name stands with its certificate, for its owner.
 *
 * @param sentence what is waited for or went wrong; null when all is well
 * @param next when it is tried again by itself; null when nothing is waited for, or somebody
 * @param notAfter of the one that is served; null while there is none
 */
public record CertificateView(
        Status status,
        @Nullable String sentence,
        @Nullable Instant next,
        @Nullable Instant notAfter) {

    /** For an account that has asked for the name and does not have it. */
    public static final CertificateView UNHELD = new CertificateView(Status.NONE, null, null, null);

    /** The text, in small letters, is the API's. */
    public enum Status {
        /** None is wanted. */
        NONE,
        /** For the set-up, the CA or a limit. */
        WAITING,
        ORDERED,
        /** It is there, and not on every node yet. */
        ISSUED,
        /** Every node serves it, also while the next one is in work. */
        DEPLOYED,
        FAILED,
        /** The CA has told us to stop; an operator decides. */
        PAUSED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
