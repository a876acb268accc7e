package dev.plat.domains.registration;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Reply;

/** What an order hears. */
sealed interface Heard {

    /** The answer to a create or a renewal. */
    record Sent(Reply<Registered> reply) implements Heard {}

    record Informed(Reply<DomainInfo> reply) implements Heard {}

    /** A message about a create that was pending. */
    record Decided(boolean granted) implements Heard {}
}
