package dev.plat.domains.check;

import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * Asks one server one question: over UDP, twice; over TCP when the answer was cut, or was none to
 * the question. Name servers are strangers' machines, so each is asked at most {@value
 * #PER_SERVER_AND_SECOND} times a second by this process.
 *
 * <p>Threads: safe; waits for its turn and for the answer.
 */
final class DnsAsker {

    static final int PER_SERVER_AND_SECOND = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A resolver asks others in turn, and gives up by itself. */
    private static final Duration RESOLVER_PATIENCE = Duration.ofSeconds(5);

    private static final int UDP_TRIES = 2;

    private final Turns<InetAddress> turns = new Turns<>(PER_SERVER_AND_SECOND);

    /** What a server that holds the zone says. */
    Reply server(InetSocketAddress server, String name, int type, Deadline deadline) {
        // This machine's own, as on a local cluster, are no strangers.
        if (!server.getAddress().isLoopbackAddress()) {
            OptionalLong wait =
                    turns.take(server.getAddress(), System.nanoTime(), deadline.left().toNanos());
            if (wait.isEmpty()) {
                return Reply.none(Reply.Status.NOT_ASKED);
            }
            LockSupport.parkNanos(wait.getAsLong());
        }
        return ask(server, question(name, type), PATIENCE, deadline);
    }

    /** What our resolver says; unchecked, it passes on what has wrong signatures too. */
    Reply resolver(
            InetSocketAddress resolver,
            String name,
            int type,
            boolean unchecked,
            Deadline deadline) {
        Message question = question(name, type);
        question.getHeader().setFlag(Flags.RD);
        if (unchecked) {
            question.getHeader().setFlag(Flags.CD);
        }
        return ask(resolver, question, RESOLVER_PATIENCE, deadline);
    }

    private static Reply ask(
            InetSocketAddress server, Message question, Duration patience, Deadline deadline) {
        Reply last = Reply.none(Reply.Status.NOT_ASKED);
        for (int i = 0; i < UDP_TRIES && !deadline.passed(); i++) {
            last = once(server, question, false, patience, deadline);
            if (last.status() == Reply.Status.MALFORMED) {
                // A forged answer, or a server that is not well; TCP tells.
                return once(server, question, true, patience, deadline);
            }
            if (last.status() != Reply.Status.SILENT) {
                return last;
            }
        }
        return last;
    }

    private static Reply once(
            InetSocketAddress server,
            Message question,
            boolean tcp,
            Duration patience,
            Deadline deadline) {
        Duration left = deadline.left();
        SimpleResolver asker = new SimpleResolver(server);
        asker.setTCP(tcp);
        asker.setTimeout(left.compareTo(patience) < 0 ? left.plusMillis(1) : patience);
        try {
            Message answer = asker.send(question);
            return answers(question, answer)
                    ? Wire.reply(answer)
                    : Reply.none(Reply.Status.MALFORMED);
        } catch (WireParseException e) {
            return Reply.none(Reply.Status.MALFORMED);
        } catch (IOException e) {
            // After a malformed answer over UDP, TCP that is closed leaves it at that.
            return Reply.none(tcp ? Reply.Status.MALFORMED : Reply.Status.SILENT);
        }
    }

    private static boolean answers(Message question, Message answer) {
        Record asked = question.getQuestion();
        Record heard = answer.getQuestion();
        return answer.getHeader().getFlag(Flags.QR)
                && heard != null
                && heard.getName().equals(asked.getName())
                && heard.getType() == asked.getType();
    }

    private static Message question(String name, int type) {
        try {
            Message question =
                    Message.newQuery(
                            Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
            question.getHeader().unsetFlag(Flags.RD);
            return question;
        } catch (TextParseException e) {
            throw new IllegalArgumentException(Type.string(type) + " of " + name, e);
        }
    }
}
