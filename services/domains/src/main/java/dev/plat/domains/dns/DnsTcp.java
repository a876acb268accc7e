package dev.plat.domains.dns;

import dev.plat.router.core.Deadline;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/**
 * One question and its answer over a TCP connection of its own (RFC 1035 §4.2.2). dnsjava's
 * resolver keeps connections and gives answers back that did not verify: who changes zones must
 * know both whether anything was sent and whose the answer is.
 */
public final class DnsTcp {

    /** What fits behind a length of two octets. */
    public static final int MESSAGE_MAX = 65_535;

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private DnsTcp() {}

    /**
     * The answer's octets, unread.
     *
     * @throws IOException also when the deadline passes
     */
    public static byte[] exchange(InetSocketAddress server, byte[] message, Deadline deadline)
            throws IOException {
        if (message.length > MESSAGE_MAX) {
            throw new IOException("a message of " + message.length + " octets cannot be sent");
        }
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(server, millis(deadline.atMost(CONNECT)));
            byte[] framed = new byte[message.length + 2];
            framed[0] = (byte) (message.length >> 8);
            framed[1] = (byte) message.length;
            System.arraycopy(message, 0, framed, 2, message.length);
            OutputStream out = socket.getOutputStream();
            out.write(framed);
            out.flush();
            return answer(socket, deadline);
        }
    }

    /**
     * The answer, which has the question's id and question.
     *
     * @throws IOException also when it is not an answer to this
     */
    public static Message ask(InetSocketAddress server, Message question, Deadline deadline)
            throws IOException {
        return answerTo(question, exchange(server, question.toWire(), deadline));
    }

    /** Reads an answer and checks that it is one to this question. */
    public static Message answerTo(Message question, byte[] octets) throws IOException {
        Message answer = new Message(octets);
        Record asked = question.getQuestion();
        Record echoed = answer.getQuestion();
        boolean same = echoed == null || echoed.equals(asked);
        if (answer.getHeader().getID() != question.getHeader().getID()
                || !answer.getHeader().getFlag(org.xbill.DNS.Flags.QR)
                || !same) {
            throw new IOException("the answer belongs to another question");
        }
        return answer;
    }

    private static byte[] answer(Socket socket, Deadline deadline) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(millis(deadline));
        byte[] octets = new byte[in.readUnsignedShort()];
        int read = 0;
        while (read < octets.length) {
            socket.setSoTimeout(millis(deadline));
            int more = in.read(octets, read, octets.length - read);
            if (more < 0) {
                throw new IOException("the server closed in the middle of its answer");
            }
            read += more;
        }
        return octets;
    }

    /** Zero would mean for ever. */
    private static int millis(Deadline deadline) throws IOException {
        if (deadline.passed()) {
            throw new IOException("the deadline has passed");
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.left().toMillis()));
    }
}
