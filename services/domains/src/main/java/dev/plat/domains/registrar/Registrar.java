package dev.plat.domains.registrar;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Our side of one registry. No method throws for what the registry or the line does: that is in the
 * {@link Reply}. A command may take as long as the configured limit; none is repeated by itself,
 * because a repeat is a decision.
 *
 * <p>Threads: safe; the registry's limit of sessions is kept by waiting.
 */
public interface Registrar {

    /** Whether names can be had, and at which price for so many years. */
    Reply<List<Offer>> check(List<String> names, int years, Step step);

    Reply<Registered> create(Purchase purchase, Step step);

    /**
     * What the registry knows.
     *
     * @param code where given, 2202 says that it is not this name's: somebody else's name, or
     *     another order's
     */
    Reply<DomainInfo> info(String name, Optional<Secret> code, Step step);

    /**
     * Longer by so many years.
     *
     * @param expires the current date of expiry, UTC; another one than the registry's is 2004, so a
     *     repeat cannot renew twice
     */
    Reply<Registered> renew(String name, LocalDate expires, int years, Step step);

    Reply<Nothing> update(Change change, Step step);

    /**
     * Says something about a transfer.
     *
     * @param code needed to request
     */
    Reply<Transfer> transfer(Transfer.Verb verb, String name, Optional<Secret> code, Step step);

    Reply<Nothing> delete(String name, Step step);

    Reply<Nothing> restore(String name, Restore restore, Step step);

    /** The head of the queue, or empty. Store it before you acknowledge it. */
    Reply<Optional<Message>> poll(Step step);

    Reply<Nothing> acknowledge(String message, Step step);

    Reply<Nothing> createContact(Contact contact, Secret code, Step step);

    /**
     * Makes a name server known.
     *
     * @param addresses for one below a name of this registry; else empty
     */
    Reply<Nothing> createHost(String name, List<String> addresses, Step step);
}
