package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.DnsTcp;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * Sends a signed message and says whether the answer is the server's. Only then does its code mean
 * anything: NOTAUTH with an error in the TSIG speaks of the key, without one of the zone.
 */
final class SignedExchange {

    private final InetSocketAddress server;
    private final TsigKey key;
    private final Clock clock;

    SignedExchange(InetSocketAddress server, TsigKey key, Clock clock) {
        this.server = server;
        this.key = key;
        this.clock = clock;
    }

    /** What came back. */
    sealed interface Answer {

        /** Signed with our key. */
        record Verified(Message message) implements Answer {}

        /** Nothing that can be believed. */
        record Doubtful(String why) implements Answer {}
    }

    Answer send(Message message, Deadline deadline) {
        TSIG tsig = key.tsig(clock);
        tsig.apply(message, null);
        try {
            byte[] octets = DnsTcp.exchange(server, message.toWire(), deadline);
            return verified(tsig, message, octets);
        } catch (IOException e) {
            return new Answer.Doubtful("no answer from " + server + ": " + e.getMessage());
        }
    }

    private Answer verified(TSIG tsig, Message message, byte[] octets) throws IOException {
        Message answer = DnsTcp.answerTo(message, octets);
        TSIGRecord signature = answer.getTSIG();
        if (signature == null) {
            return new Answer.Doubtful(
                    "the answer of " + server + " is not signed: " + code(answer.getRcode()));
        }
        int fault = tsig.verify(answer, octets, message.getTSIG());
        int said = signature.getError();
        if (fault != Rcode.NOERROR) {
            return new Answer.Doubtful(
                    "the answer of %s does not verify with %s: %s"
                            .formatted(server, key, Rcode.TSIGstring(said == 0 ? fault : said)));
        }
        if (said == Rcode.BADTIME) {
            return new Answer.Doubtful(
                    "the clocks of %s and of this machine are too far apart: BADTIME"
                            .formatted(server));
        }
        if (said != Rcode.NOERROR) {
            return new Answer.Doubtful(
                    "%s does not take %s: %s".formatted(server, key, Rcode.TSIGstring(said)));
        }
        return new Answer.Verified(answer);
    }

    static String code(int rcode) {
        return Rcode.string(rcode);
    }
}
