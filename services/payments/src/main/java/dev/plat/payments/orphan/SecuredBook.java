package dev.plat.payments.orphan;

import java.time.Instant;
import java.util.List;

/** Secured money whose orders have not taken notice yet. Written by whoever secures it. */
public interface SecuredBook {

    /** Those that are due, the oldest first. */
    List<Secured> due(Instant now, int limit);

    /** It is looked at again then; nobody else looks before. */
    boolean take(Secured secured, Instant now, Instant until);

    /** Nobody has to look any more. */
    void end(Secured secured);
}
