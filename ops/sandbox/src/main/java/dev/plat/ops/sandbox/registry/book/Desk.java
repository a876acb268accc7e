package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.util.Set;

/** Finds who carries out a command. */
final class Desk {

    private static final Set<String> EXTENSIONS = Set.of(Space.GRACE, Space.DNSSEC, Space.FEE);

    private final DomainCommands domains;
    private final DomainUpdates updates;
    private final TransferCommands transfers;
    private final ContactCommands contacts;
    private final HostCommands hosts;
    private final PollCommands polls;

    Desk(State state, Life life) {
        domains = new DomainCommands(state);
        updates = new DomainUpdates(state);
        transfers = new TransferCommands(state, life);
        contacts = new ContactCommands(state);
        hosts = new HostCommands(state);
        polls = new PollCommands(state);
    }

    Answer answer(Request request) {
        try {
            for (Element extension : request.extensions()) {
                boolean offered = !request.plays(Script.NO_EXTENSION);
                if (!offered || !EXTENSIONS.contains(extension.space())) {
                    throw new Refusal(2103, extension.space());
                }
            }
            if (request.verb().equals("poll")) {
                return polls.poll(request);
            }
            if (!request.object().name().equals(request.verb())) {
                throw new Refusal(2001, request.verb() + " of " + request.object().name());
            }
            return switch (request.object().space()) {
                case Space.DOMAIN -> domain(request);
                case Space.CONTACT -> contact(request);
                case Space.HOST -> host(request);
                default -> throw new Refusal(2307, request.object().space());
            };
        } catch (Refusal refusal) {
            return Answer.refused(refusal.code(), refusal.reason());
        }
    }

    private Answer domain(Request request) {
        return switch (request.verb()) {
            case "check" -> domains.check(request);
            case "create" -> domains.create(request);
            case "info" -> domains.info(request);
            case "renew" -> domains.renew(request);
            case "delete" -> domains.delete(request);
            case "update" -> updates.update(request);
            case "transfer" -> transfers.transfer(request);
            default -> throw new Refusal(2101, request.verb());
        };
    }

    private Answer contact(Request request) {
        return switch (request.verb()) {
            case "check" -> contacts.check(request);
            case "create" -> contacts.create(request);
            case "info" -> contacts.info(request);
            case "update" -> contacts.update(request);
            case "delete" -> contacts.delete(request);
            default -> throw new Refusal(2101, request.verb());
        };
    }

    private Answer host(Request request) {
        return switch (request.verb()) {
            case "check" -> hosts.check(request);
            case "create" -> hosts.create(request);
            case "info" -> hosts.info(request);
            case "update" -> hosts.update(request);
            case "delete" -> hosts.delete(request);
            default -> throw new Refusal(2101, request.verb());
        };
    }
}
