package dev.plat.domains.registration;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Transfer;

/** What an order hears. */
sealed interface Heard {

    /** The answer to a create or a renewal. */
    record Sent(Reply<Registered> reply) implements Heard {}

    record Informed(Reply<DomainInfo> reply) implements Heard {}

    /** The answer to a request for a transfer. */
    record Requested(Reply<Transfer> reply) implements Heard {}

    /** What became of a transfer, and whose the name is. */
    record Looked(Reply<Transfer> transfer, Reply<DomainInfo> info) implements Heard {}

    /** A message about a create that was pending. */
    record Decided(boolean granted) implements Heard {}
}
