package dev.plat.domains.dns.answer;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Octets in, octets out. What is no question gets no answer, or two broken servers could talk to
 * each other for ever.
 *
 * <p>Threads: safe.
 */
final class Responder {

    /** Fits through every path without fragments (DNS Flag Day 2020). */
    static final int UDP_MAX = 1_232;

    static final int TCP_MAX = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int UDP_PLAIN_MAX = 512;
    private static final int QUESTIONS_AT = 4;

    private final LiveZones zones;

    Responder(LiveZones zones) {
        this.zones = zones;
    }

    /** What is answered over UDP; empty when nothing is. */
    Optional<byte[]> overUdp(byte[] octets) {
        return respond(octets, true);
    }

    Optional<byte[]> overTcp(byte[] octets) {
        return respond(octets, false);
    }

    /** Header and question with TC: "ask again over TCP", no larger than what was asked. */
    Optional<byte[]> comeOverTcp(byte[] octets) {
        if (!isQuestion(octets)) {
            return Optional.empty();
        }
        byte[] answer = Arrays.copyOf(octets, Header.LENGTH);
        answer[2] = (byte) ((answer[2] & 0b0111_1001) | 0b1000_0010);
        answer[3] = 0;
        Arrays.fill(answer, QUESTIONS_AT, Header.LENGTH, (byte) 0);
        return Optional.of(answer);
    }

    private Optional<byte[]> respond(byte[] octets, boolean udp) {
        if (!isQuestion(octets)) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer(octets, udp));
        } catch (IOException malformed) {
            return Optional.of(headerOnly(octets, Rcode.FORMERR));
        } catch (RuntimeException e) {
            // One question must not end the thread that answers all of them.
            LOG.error("a question could not be answered", e);
            return Optional.of(headerOnly(octets, Rcode.SERVFAIL));
        }
    }

    private byte[] answer(byte[] octets, boolean udp) throws IOException {
        if (opcode(octets) != Opcode.QUERY) {
            return headerOnly(octets, Rcode.NOTIMP);
        }
        Message query = new Message(octets);
        OPTRecord edns = query.getOPT();
        if (query.getSection(Section.QUESTION).size() != 1) {
            return headerOnly(octets, Rcode.FORMERR);
        }
        Record question = query.getQuestion();
        boolean tooNew = edns != null && edns.getVersion() > 0;
        Reply reply = tooNew ? Reply.code(Rcode.BADVERS) : reply(question);
        byte[] answer = message(query, reply).toWire();
        int most = udp ? payload(edns) : TCP_MAX;
        if (answer.length <= most) {
            return answer;
        }
        if (!udp) {
            return headerOnly(octets, Rcode.SERVFAIL);
        }
        Message truncated = message(query, Reply.code(reply.rcode()));
        truncated.getHeader().setFlag(Flags.TC);
        if (reply.authoritative()) {
            truncated.getHeader().setFlag(Flags.AA);
        }
        return truncated.toWire();
    }

    private Reply reply(Record question) {
        int type = question.getType();
        boolean transfer = type == Type.AXFR || type == Type.IXFR;
        if (question.getDClass() != DClass.IN || transfer) {
            return Reply.refused();
        }
        return zones.holding(question.getName(), type)
                .map(zone -> Lookup.of(zone, question.getName(), type))
                .orElseGet(Reply::refused);
    }

    private static Message message(Message query, Reply reply) {
        Message message = new Message(query.getHeader().getID());
        Header header = message.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (reply.authoritative()) {
            header.setFlag(Flags.AA);
        }
        header.setRcode(reply.rcode() & 0xf);
        message.addRecord(query.getQuestion(), Section.QUESTION);
        reply.answer().forEach(record -> message.addRecord(record, Section.ANSWER));
        reply.authority().forEach(record -> message.addRecord(record, Section.AUTHORITY));
        reply.additional().forEach(record -> message.addRecord(record, Section.ADDITIONAL));
        OPTRecord edns = query.getOPT();
        if (edns != null) {
            message.addRecord(
                    new OPTRecord(UDP_MAX, reply.rcode() >> 4, 0, edns.getFlags() & 0x8000),
                    Section.ADDITIONAL);
        }
        return message;
    }

    private static int payload(@Nullable OPTRecord edns) {
        return edns == null
                ? UDP_PLAIN_MAX
                : Math.clamp(edns.getPayloadSize(), UDP_PLAIN_MAX, UDP_MAX);
    }

    private static boolean isQuestion(byte[] octets) {
        return octets.length >= Header.LENGTH && (octets[2] & 0x80) == 0;
    }

    private static int opcode(byte[] octets) {
        return (octets[2] >> 3) & 0xf;
    }

    private static byte[] headerOnly(byte[] octets, int rcode) {
        byte[] answer = Arrays.copyOf(octets, Header.LENGTH);
        answer[2] = (byte) (0x80 | (octets[2] & 0b0111_1001));
        answer[3] = (byte) rcode;
        Arrays.fill(answer, QUESTIONS_AT, Header.LENGTH, (byte) 0);
        return answer;
    }
}
