package dev.plat.domains.registrar.epp;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Contact;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Nothing;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Restore;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import dev.plat.router.core.ControlPoints;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks EPP (RFC 5730–5734, with 3915, 5910 and 8748 where the registry offers them). Whatever
 * goes wrong on the line is {@link Reply.Unknown}, because a registry that did not answer may have
 * done what it was asked.
 *
 * <p>Threads: safe.
 */
public final class EppRegistrar implements Registrar, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EppRegistrar.class);
    private static final int EXTENSION_MISSING = 2103;

    private final EppSettings settings;
    private final EppSessions sessions;
    private final ControlPoints points;

    /** Connects when it is first asked something. */
    public EppRegistrar(EppSettings settings, ControlPoints points) {
        this.settings = settings;
        this.sessions = new EppSessions(settings);
        this.points = points;
    }

    /** What an answer says. */
    private interface Reading<T> {
        T from(Answer answer) throws ProtocolException;
    }

    private <T> Reply<T> ask(Command command, Reading<T> reading) {
        try {
            return sessions.use(session -> exchange(session, command, reading));
        } catch (ProtocolException e) {
            LOG.error(
                    "registry={} step={} answered against EPP: {}",
                    settings,
                    command.transaction(),
                    e.getMessage());
            return new Reply.Unknown<>(String.valueOf(e.getMessage()));
        } catch (LoginRefused e) {
            LOG.error("registry={} refuses our login: {}", settings, e.getMessage());
            return new Reply.Unknown<>("not logged in, " + e.getMessage());
        } catch (IOException e) {
            LOG.warn(
                    "registry={} step={} is without answer: {}",
                    settings,
                    command.transaction(),
                    e.getMessage());
            return new Reply.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    private <T> Reply<T> exchange(EppSession session, Command command, Reading<T> reading)
            throws IOException {
        List<String> missing = command.missing(session.extensions());
        if (!missing.isEmpty()) {
            return new Reply.Refused<>(EXTENSION_MISSING, String.join(" ", missing));
        }
        session.begin(settings.command());
        session.send(command.frame(session.extensions()));
        points.reach("epp.sent");
        Answer answer = Answer.of(session.receive());
        points.reach("epp.received");
        if (!answer.client().equals(command.transaction())) {
            throw new ProtocolException("an answer to another command");
        }
        LOG.info(
                "registry={} verb={} step={} code={}",
                settings,
                command.verb(),
                command.transaction(),
                answer.code());
        if (answer.last()) {
            session.close();
        }
        return reply(answer, reading);
    }

    private static <T> Reply<T> reply(Answer answer, Reading<T> reading) throws ProtocolException {
        if (answer.undecided()) {
            return new Reply.Unknown<>("code " + answer.code());
        }
        if (answer.done()) {
            return new Reply.Done<>(reading.from(answer));
        }
        if (answer.pending()) {
            return new Reply.Pending<>();
        }
        return new Reply.Refused<>(answer.code(), answer.reason());
    }

    @Override
    public Reply<List<Offer>> check(List<String> names, int years, Step step) {
        return ask(DomainFrames.check(names, years, step), answer -> Answers.offers(answer));
    }

    @Override
    public Reply<Registered> create(Purchase purchase, Step step) {
        return ask(
                DomainFrames.create(purchase, step),
                answer -> Answers.registered(answer, "creData"));
    }

    @Override
    public Reply<DomainInfo> info(String name, Optional<Secret> code, Step step) {
        return ask(DomainFrames.info(name, code, step), answer -> Answers.info(answer));
    }

    @Override
    public Reply<Registered> renew(String name, LocalDate expires, int years, Step step) {
        return ask(
                DomainFrames.renew(name, expires, years, step),
                answer -> Answers.registered(answer, "renData"));
    }

    @Override
    public Reply<Nothing> update(Change change, Step step) {
        return ask(DomainFrames.update(change, step), _ -> new Nothing());
    }

    @Override
    public Reply<Transfer> transfer(
            Transfer.Verb verb, String name, Optional<Secret> code, Step step) {
        return ask(
                DomainFrames.transfer(verb, name, code, step),
                answer -> Answers.transfer(answer.datum(Vocabulary.DOMAIN, "trnData")));
    }

    @Override
    public Reply<Nothing> delete(String name, Step step) {
        return ask(DomainFrames.delete(name, step), _ -> new Nothing());
    }

    @Override
    public Reply<Nothing> restore(String name, Restore restore, Step step) {
        return ask(DomainFrames.restore(name, restore, step), _ -> new Nothing());
    }

    @Override
    public Reply<Optional<Message>> poll(Step step) {
        return ask(ObjectFrames.poll(step), answer -> Answers.message(answer));
    }

    @Override
    public Reply<Nothing> acknowledge(String message, Step step) {
        return ask(ObjectFrames.acknowledge(message, step), _ -> new Nothing());
    }

    @Override
    public Reply<Nothing> createContact(Contact contact, Secret code, Step step) {
        return ask(ObjectFrames.contact(contact, code, step), _ -> new Nothing());
    }

    @Override
    public Reply<Nothing> createHost(String name, List<String> addresses, Step step) {
        return ask(ObjectFrames.host(name, addresses, step), _ -> new Nothing());
    }

    /** Ends the quiet sessions; a command under way ends with its own. */
    @Override
    public void close() {
        sessions.close();
    }
}
