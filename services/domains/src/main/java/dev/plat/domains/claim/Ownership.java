package dev.plat.domains.claim;

import dev.plat.schemas.Id;

/**
 * Who has registered a domain here: a proof as good as a record in its zone, for the domain and all
 * names below it.
 *
 * <p>Threads: safe; blocking.
 */
public interface Ownership {

    /** Whether the account has the domain by a registration of ours that stands. */
    boolean has(Id account, String registeredDomain);
}
