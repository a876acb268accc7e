package dev.plat.domains.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.NameServer;
import dev.plat.domains.dns.NameServerPlan;
import dev.plat.domains.dns.NameServers;
import dev.plat.domains.dns.Zone;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The same random zones in BIND, in Knot and here, and the same random questions. Where the two
 * that the world runs on agree, so must we; where they do not, nobody can say who is right. {@code
 * -Dplat.dns.questions=100000} asks more than the few thousand of every build.
 */
class AnswersLikeBindAndKnotIT {

    private static final int QUESTIONS = Integer.getInteger("plat.dns.questions", 4_000);
    private static final int QUESTIONS_OF_A_ZONE = 100;
    private static final int ATTEMPTS = 3;
    private static final int TIMEOUT_MILLIS = 2_000;

    /**
     * They differ on one in a hundred, most of them circles of aliases; more would prove little.
     */
    private static final double DISAGREE_MOST = 0.1;

    @SeededTest(cases = 1)
    void everyAnswerOnWhichBindAndKnotAgreeIsOurs(Seed seed) throws IOException {
        LiveZones zones = new LiveZones();
        List<DnsName> names = new ArrayList<>();
        NameServerPlan bind = NameServers.bind();
        NameServerPlan knot = NameServers.knot();
        for (int i = 0; i < QUESTIONS / QUESTIONS_OF_A_ZONE; i++) {
            Zone zone = RandomZones.zone(seed, DnsName.of("r" + i + ".test"));
            names.add(zone.name());
            zones.put(zone);
            bind = bind.zone(zone.name().value(), RandomZones.text(zone));
            knot = knot.zone(zone.name().value(), RandomZones.text(zone));
        }

        int agreed = 0;
        List<String> wrong = new ArrayList<>();
        try (NameServer first = bind.start();
                NameServer second = knot.start();
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            Responder responder = new Responder(zones);
            for (int i = 0; i < QUESTIONS; i++) {
                DnsName zone = names.get(i / QUESTIONS_OF_A_ZONE);
                String name = seed.chance(0.05) ? zone.value() : RandomZones.name(seed, zone, 4);
                Message question = question(name, RandomZones.type(seed));
                List<String> ofBind = said(ask(socket, first, question));
                if (!ofBind.equals(said(ask(socket, second, question)))) {
                    continue;
                }
                agreed++;
                byte[] mine = responder.overUdp(question.toWire()).orElseThrow();
                List<String> ofUs = said(new Message(mine));
                if (!ofUs.equals(ofBind)) {
                    wrong.add(question.getQuestion() + "\n they " + ofBind + "\n we   " + ofUs);
                }
            }
        }
        System.out.printf(
                "BIND and Knot agree on %d of %d answers, we on all but %d of those%n",
                agreed, QUESTIONS, wrong.size());

        assertThat(wrong).isEmpty();
        assertThat((double) (QUESTIONS - agreed) / QUESTIONS).isLessThan(DISAGREE_MOST);
    }

    /** What a resolver goes by; courtesies, such as name servers beside an answer, are left out. */
    private static List<String> said(Message message) {
        List<String> lines = new ArrayList<>();
        boolean authoritative = message.getHeader().getFlag(Flags.AA);
        lines.add(Rcode.string(message.getRcode()) + (authoritative ? " aa" : ""));
        lines.addAll(lines(message, Section.ANSWER, _ -> true));
        Predicate<Record> negative = record -> record.getType() == Type.SOA;
        lines.addAll(lines(message, Section.AUTHORITY, negative));
        if (refers(message)) {
            Predicate<Record> servers = record -> record.getType() == Type.NS;
            Predicate<Record> addresses =
                    record -> record.getType() == Type.A || record.getType() == Type.AAAA;
            lines.addAll(lines(message, Section.AUTHORITY, servers));
            lines.addAll(lines(message, Section.ADDITIONAL, addresses));
        }
        return lines;
    }

    private static boolean refers(Message message) {
        List<Record> answer = message.getSection(Section.ANSWER);
        Optional<Record> last = answer.isEmpty() ? Optional.empty() : Optional.of(answer.getLast());
        int asked = message.getQuestion().getType();
        boolean unfinished =
                last.map(record -> record.getType() == Type.CNAME && asked != Type.CNAME)
                        .orElse(true);
        boolean toldOfBelow =
                message.getSection(Section.AUTHORITY).stream()
                        .anyMatch(record ->
                                record.getType() == Type.NS && record.getName().labels() > 3);
        return unfinished && toldOfBelow;
    }

    private static List<String> lines(Message message, int section, Predicate<Record> which) {
        return message.getSection(section).stream()
                .filter(which)
                .map(record -> section + " " + record.toString().toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("\\s+", " "))
                .sorted()
                .toList();
    }

    private static Message question(String name, int type) throws IOException {
        Message question =
                Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        question.getHeader().unsetFlag(Flags.RD);
        question.addRecord(new OPTRecord(Responder.UDP_MAX, 0, 0), Section.ADDITIONAL);
        return question;
    }

    private static Message ask(DatagramSocket socket, NameServer server, Message question)
            throws IOException {
        byte[] octets = question.toWire();
        byte[] buffer = new byte[Responder.TCP_MAX];
        IOException last = new IOException("never asked");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            socket.send(new DatagramPacket(octets, octets.length, server.address()));
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer.getHeader().getID() == question.getHeader().getID()
                        && packet.getPort() == server.address().getPort()) {
                    return answer;
                }
            } catch (SocketTimeoutException e) {
                last = e;
            }
        }
        throw last;
    }
}
