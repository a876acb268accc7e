package dev.plat.domains.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ResponderTest {

    private final Responder responder = new Responder(zones());

    @Test
    void aZoneThatIsNotOursIsRefused() throws IOException {
        assertThat(udp(question("www.other.test", Type.A)).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(udp(question("test", Type.NS)).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(udp(question("notshop.test", Type.A)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15})
    void anythingButAQuestionIsNotImplemented(int opcode) throws IOException {
        Message question = question("www.shop.test", Type.A);
        question.getHeader().setOpcode(opcode);

        assertThat(udp(question).getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @ParameterizedTest
    @ValueSource(ints = {Type.AXFR, Type.IXFR})
    void nothingIsTransferred(int type) throws IOException {
        assertThat(tcp(question("shop.test", type)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anotherClassIsRefused() throws IOException {
        Record chaos = Record.newRecord(Name.fromString("shop.test."), Type.TXT, DClass.CHAOS);

        assertThat(udp(Message.newQuery(chaos)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    /** Two servers would answer each other for ever. */
    @Test
    void anAnswerIsNotAnswered() {
        Message answer = question("www.shop.test", Type.A);
        answer.getHeader().setFlag(Flags.QR);

        assertThat(responder.overUdp(answer.toWire())).isEmpty();
        assertThat(responder.overUdp(new byte[11])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aMessageHasOneQuestion(int count) throws IOException {
        Message question = new Message(7);
        for (int i = 0; i < count; i++) {
            question.addRecord(
                    Record.newRecord(Name.fromString("www.shop.test."), Type.A, DClass.IN),
                    Section.QUESTION);
        }

        assertThat(udp(question).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void anUnknownVersionOfEdnsIsSaidToBe() throws IOException {
        Message question = question("www.shop.test", Type.A);
        question.addRecord(new OPTRecord(1_232, 0, 1), Section.ADDITIONAL);

        assertThat(udp(question).getRcode()).isEqualTo(Rcode.BADVERS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 1_232, 4_096})
    void whatDoesNotFitIsAskedForOverTcp(int payload) throws IOException {
        Message question = question("large.shop.test", Type.TXT);
        if (payload > 0) {
            question.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
        }

        byte[] overUdp = responder.overUdp(question.toWire()).orElseThrow();
        Message whole = tcp(question);

        assertThat(overUdp.length).isLessThanOrEqualTo(Math.clamp(payload, 512, 1_232));
        assertThat(new Message(overUdp).getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(new Message(overUdp).getSection(Section.ANSWER)).isEmpty();
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(20);
    }

    @Test
    void anyGivesOneSetAndNotAll() throws IOException {
        List<Record> answer = udp(question("shop.test", Type.ANY)).getSection(Section.ANSWER);

        assertThat(answer.stream().map(Record::getType).distinct()).hasSize(1);
        assertThat(udp(question("none.shop.test", Type.ANY)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        Message empty = udp(question("empty.shop.test", Type.ANY));
        assertThat(empty.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(empty.getSection(Section.ANSWER)).isEmpty();
    }

    /** As they stand in RFC 4592 §2.2.1, in short. */
    @Test
    void aNameThatExistsKeepsTheWildcardAway() throws IOException {
        assertThat(udp(question("a.wild.shop.test", Type.A)).getSection(Section.ANSWER)).hasSize(1);
        assertThat(udp(question("a.b.wild.shop.test", Type.A)).getSection(Section.ANSWER))
                .hasSize(1);
        assertThat(udp(question("host.wild.shop.test", Type.A)).getSection(Section.ANSWER))
                .isEmpty();
        assertThat(udp(question("x.host.wild.shop.test", Type.A)).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(udp(question("x.*.wild.shop.test", Type.A)).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aLimitedAskerIsSentToTcpWithNoMoreThanItSent() throws IOException {
        byte[] question = question("large.shop.test", Type.TXT).toWire();

        byte[] answer = responder.comeOverTcp(question).orElseThrow();

        assertThat(answer.length).isLessThan(question.length);
        assertThat(new Message(answer).getHeader().getFlag(Flags.TC)).isTrue();
    }

    /**
     * Nothing that comes from the network ends the thread, and no answer is larger than it may be.
     */
    @SeededTest(cases = 5_000)
    void damagedQuestionsAreAnsweredOrDropped(Seed seed) {
        byte[] octets = question("large.shop.test", Type.TXT).toWire();
        for (int i = seed.between(1, 6); i > 0; i--) {
            octets[seed.between(2, octets.length - 1)] = (byte) seed.between(0, 255);
        }
        byte[] cut = Arrays.copyOf(octets, seed.between(0, octets.length));

        responder.overUdp(cut).ifPresent(answer -> assertThat(answer.length).isBetween(12, 1_232));
    }

    private static LiveZones zones() {
        DnsName shop = DnsName.of("shop.test");
        List<DnsRecord> records = new ArrayList<>();
        records.add(DnsRecord.of("shop.test", "NS", 300, "ns1.plat.example"));
        records.add(DnsRecord.of("shop.test", "A", 300, "192.0.2.1"));
        records.add(DnsRecord.of("www.shop.test", "A", 300, "192.0.2.1"));
        records.add(DnsRecord.of("below.empty.shop.test", "A", 300, "192.0.2.1"));
        records.add(DnsRecord.of("*.wild.shop.test", "A", 300, "192.0.2.1"));
        records.add(DnsRecord.of("host.wild.shop.test", "TXT", 300, "here"));
        IntStream.range(0, 20)
                .mapToObj(i -> DnsRecord.of("large.shop.test", "TXT", 300, i + "x".repeat(100)))
                .forEach(records::add);
        LiveZones zones = new LiveZones();
        zones.put(Zone.of(shop, Soa.usual(DnsName.of("ns1.plat.example"), shop, 1), records));
        return zones;
    }

    private Message udp(Message question) throws IOException {
        return new Message(responder.overUdp(question.toWire()).orElseThrow());
    }

    private Message tcp(Message question) throws IOException {
        return new Message(responder.overTcp(question.toWire()).orElseThrow());
    }

    private static Message question(String name, int type) {
        return Message.newQuery(
                Record.newRecord(Name.fromConstantString(name + "."), type, DClass.IN));
    }
}
