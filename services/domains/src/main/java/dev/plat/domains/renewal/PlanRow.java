package dev.plat.domains.renewal;

import dev.plat.domains.schedule.RenewalInfo;
import dev.plat.domains.schedule.Tries;
import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A name that shall have a certificate.
 *
 * @param wildcard and all names right below it
 * @param infoOf the certificate that {@code info} is about
 * @param reason why nothing is done now: {@link #NEW}, {@link #ORDERING}, or a {@link
 *     dev.plat.domains.schedule.Reason}'s text
 * @param due when it is decided about; null while it waits for somebody
 */
public record PlanRow(
        String name,
        boolean wildcard,
        Tries tries,
        @Nullable Id infoOf,
        @Nullable RenewalInfo info,
        String reason,
        @Nullable Instant due) {

    static final String NEW = "new";

    /** Its order's end makes it due. */
    static final String ORDERING = "ordering";

    /** What the CA said of this certificate; of another it counts for nothing. */
    @Nullable RenewalInfo infoFor(@Nullable Id certificate) {
        return certificate != null && certificate.equals(infoOf) ? info : null;
    }
}
