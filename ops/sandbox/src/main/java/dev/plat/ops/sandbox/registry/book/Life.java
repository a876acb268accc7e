package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What happens to names by the clock alone: RFC 3915's periods, and answers that were pending. */
final class Life {

    private final State state;

    Life(State state) {
        this.state = state;
    }

    /** Lets everything happen that is due by {@code now}, in the order of its time. */
    void settle(Instant now) {
        for (Due next = state.nextUntil(now); next != null; next = state.nextUntil(now)) {
            step(state.domain(next.name()), next.at());
        }
    }

    static Instant plusYears(Instant from, int years) {
        return from.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
    }

    private void step(Domain domain, Instant at) {
        if (domain.pending != null) {
            decide(domain, domain.pending, at);
        } else if (domain.purgeAt != null) {
            state.remove(domain);
        } else if (domain.reportUntil != null) {
            domain.reportUntil = null;
            state.keep(domain);
        } else if (domain.redemptionUntil != null) {
            domain.redemptionUntil = null;
            domain.purgeAt = at.plus(Domain.PENDING_DELETE);
            state.keep(domain);
        } else if (domain.transfer != null
                && domain.transferPending()
                && !domain.transfer.due().isAfter(at)) {
            carry(domain, domain.transfer.ended("serverApproved", at), at);
            Element told = DomainView.transfer(domain);
            state.tell(domain.sponsor, at, "Transfer approved by the registry.", told);
            state.tell(told.the("acID").text(), at, "Transfer approved by the registry.", told);
        } else {
            domain.autoRenewUntil = domain.expires.plus(Domain.AUTO_RENEW_GRACE);
            domain.expires = plusYears(domain.expires, 1);
            state.keep(domain);
        }
    }

    /** Gives the name to who asked for it. */
    void carry(Domain domain, Domain.Transfer ended, Instant at) {
        domain.transfer = ended;
        domain.sponsor = ended.by();
        domain.transferred = at;
        domain.transferUntil = at.plus(Domain.TRANSFER);
        domain.statuses.removeIf(status -> status.startsWith("client"));
        Instant longer = plusYears(domain.expires, ended.years());
        Instant longest = plusYears(at, Domain.YEARS_MAX);
        domain.expires = longer.isAfter(longest) ? longest : longer;
        state.keep(domain);
    }

    private void decide(Domain domain, Domain.Pending pending, Instant at) {
        domain.pending = null;
        if (pending.granted()) {
            state.keep(domain);
        } else {
            state.remove(domain);
        }
        state.tell(
                domain.sponsor,
                at,
                pending.granted() ? "Create granted." : "Create refused.",
                Element.of(
                        Space.DOMAIN,
                        "panData",
                        List.of(
                                Element.text(Space.DOMAIN, "name", domain.name)
                                        .with("paResult", pending.granted() ? "1" : "0"),
                                Answer.trid(
                                        Space.DOMAIN, "paTRID", pending.client(), pending.server()),
                                Element.text(Space.DOMAIN, "paDate", at))));
    }
}
