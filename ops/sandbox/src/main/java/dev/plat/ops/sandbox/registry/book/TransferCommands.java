package dev.plat.ops.sandbox.registry.book;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** RFC 5731's transfer: asked for with the code, ended by either side or by the clock. */
final class TransferCommands {

    private final State state;
    private final Life life;

    TransferCommands(State state, Life life) {
        this.state = state;
        this.life = life;
    }

    Answer transfer(Request request) {
        Domain domain = state.domain(request.subject());
        return switch (request.op()) {
            case "request" -> ask(request, domain);
            case "query" -> query(request, domain);
            case "approve" -> {
                Domain.Transfer open = open(domain, request.registrar(), false);
                life.carry(domain, open.ended("clientApproved", request.at()), request.at());
                yield ended(request, domain, open.by());
            }
            case "reject" -> {
                Domain.Transfer open = open(domain, request.registrar(), false);
                domain.transfer = open.ended("clientRejected", request.at());
                state.keep(domain);
                yield ended(request, domain, open.by());
            }
            case "cancel" -> {
                Domain.Transfer open = open(domain, request.registrar(), true);
                domain.transfer = open.ended("clientCancelled", request.at());
                state.keep(domain);
                yield ended(request, domain, open.from());
            }
            default -> throw new Refusal(2102, request.op());
        };
    }

    private Answer ask(Request request, Domain domain) {
        if (domain.sponsor.equals(request.registrar())) {
            throw new Refusal(2106, "it is yours already");
        }
        if (domain.transferPending()) {
            throw new Refusal(2300, "another transfer is under way");
        }
        if (domain.deleted() || domain.pending != null) {
            throw new Refusal(2304, String.join(" ", domain.toldStatuses()));
        }
        DomainCommands.refuse(domain, "clientTransferProhibited");
        Optional<String> code = request.object().child("authInfo").flatMap(c -> c.textOf("pw"));
        if (code.isEmpty() || !code.get().equals(domain.code)) {
            throw new Refusal(2202, "not this domain's");
        }
        Instant now = request.at();
        domain.transfer =
                new Domain.Transfer(
                        "pending",
                        request.registrar(),
                        now,
                        domain.sponsor,
                        now.plus(Domain.TRANSFER),
                        DomainCommands.years(request.object()));
        state.keep(domain);
        state.tell(domain.sponsor, now, "Transfer requested.", DomainView.transfer(domain));
        return Answer.pending(DomainView.transfer(domain));
    }

    private static Answer query(Request request, Domain domain) {
        Domain.Transfer last = domain.transfer;
        if (last == null) {
            throw new Refusal(2301, "no transfer was asked for");
        }
        if (!last.by().equals(request.registrar()) && !last.from().equals(request.registrar())) {
            throw new Refusal(2201, "between two others");
        }
        return Answer.read(DomainView.transfer(domain));
    }

    private static Domain.Transfer open(Domain domain, String registrar, boolean gaining) {
        if (!domain.transferPending()) {
            throw new Refusal(2301, "no transfer is under way");
        }
        Domain.Transfer open = Objects.requireNonNull(domain.transfer);
        if (!registrar.equals(gaining ? open.by() : open.from())) {
            throw new Refusal(2201, "the other registrar's to say");
        }
        return open;
    }

    private Answer ended(Request request, Domain domain, String other) {
        state.tell(other, request.at(), "Transfer ended.", DomainView.transfer(domain));
        return Answer.done(DomainView.transfer(domain));
    }
}
