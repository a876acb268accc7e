package dev.plat.domains.registrar.epp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Message;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private static final String INFO =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <e:epp xmlns:e="urn:ietf:params:xml:ns:epp-1.0">
             <e:response><e:result code="1000"><e:msg lang="en">Fine</e:msg></e:result>
              <e:resData><d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0">
               <d:name>example.test</d:name><d:roid>D1-T</d:roid>
               <d:status s="clientHold"/><d:status s="inactive"/>
               <d:ns><d:hostObj>ns1.example.net</d:hostObj></d:ns>
               <d:clID>plat</d:clID><d:exDate>2028-04-03T24:00:00.0Z</d:exDate>
              </d:infData></e:resData>
              <e:extension><r:infData xmlns:r="urn:ietf:params:xml:ns:rgp-1.0"><r:rgpStatus s="addPeriod"/></r:infData>
               <s:infData xmlns:s="urn:ietf:params:xml:ns:secDNS-1.1"><s:dsData><s:keyTag>7</s:keyTag><s:alg>13</s:alg>
               <s:digestType>2</s:digestType><s:digest>ab</s:digest></s:dsData></s:infData></e:extension>
              <e:trID><e:clTRID>ABC-1</e:clTRID><e:svTRID>S-1</e:svTRID></e:trID></e:response></e:epp>
            """;

    private static final String MESSAGE =
            """
            <epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response>
              <result code="1301"><msg>One waits</msg></result>
              <msgQ count="5" id="12"><qDate>2027-04-03T22:00:00+02:00</qDate><msg>decided</msg></msgQ>
              <resData><panData xmlns="urn:ietf:params:xml:ns:domain-1.0"><name paResult="1">a.test</name>
               <paTRID><clTRID xmlns="urn:ietf:params:xml:ns:epp-1.0">o/create/1</clTRID>
               <svTRID xmlns="urn:ietf:params:xml:ns:epp-1.0">S-2</svTRID></paTRID>
               <paDate>2027-04-03T20:00:00Z</paDate></panData></resData>
              <trID><svTRID>S-3</svTRID></trID></response></epp>
            """;

    private static Answer answer(String frame) throws ProtocolException {
        return Answer.of(FrameReader.read(frame.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anInfoWithAnyPrefixesIsUnderstood() throws ProtocolException {
        DomainInfo info = Answers.info(answer(INFO.replace("T24:00:00.0Z", "T22:00:00.0Z")));

        assertThat(info.registrar()).isEqualTo("plat");
        assertThat(info.statuses()).containsExactlyInAnyOrder("clientHold", "inactive");
        assertThat(info.grace()).containsExactly("addPeriod");
        assertThat(info.servers()).containsExactly("ns1.example.net");
        assertThat(info.ds()).hasSize(1);
        assertThat(info.expires()).contains(Instant.parse("2028-04-03T22:00:00Z"));
    }

    @Test
    void aMessageTellsWhichCreateWasDecided() throws ProtocolException {
        Optional<Message> message = Answers.message(answer(MESSAGE));

        assertThat(message.map(Message::news))
                .contains(new Message.News.Decided("a.test", true, "o/create/1"));
        assertThat(message.map(Message::at)).contains(Instant.parse("2027-04-03T20:00:00Z"));
    }

    @Test
    void documentTypesEntitiesDepthAndUnknownCodesAreRefused() {
        String bomb = "<!DOCTYPE epp [<!ENTITY a \"aaaa\">]>";
        assertThatThrownBy(() -> answer(MESSAGE.replaceFirst("<epp", bomb + "<epp")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer(MESSAGE.replace("One waits", "&a;")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer("<a>".repeat(30) + "</a>".repeat(30)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer(MESSAGE.replace("1301", "1999")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer("<epp/>")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer("")).isInstanceOf(ProtocolException.class);
    }

    /**
     * Whatever comes is an answer or a {@link ProtocolException}, and so Unknown; never another.
     */
    @SeededTest(cases = 2000)
    void aDamagedFrameIsNeverAnythingElse(Seed seed) {
        byte[] frame = (seed.chance(0.5) ? INFO : MESSAGE).getBytes(StandardCharsets.UTF_8).clone();
        int damages = seed.between(1, 6);
        for (int i = 0; i < damages; i++) {
            int at = seed.between(0, frame.length - 1);
            switch (seed.between(0, 2)) {
                case 0 -> frame[at] = (byte) seed.between(0, 255);
                case 1 -> frame = Arrays.copyOf(frame, at + 1);
                default -> {
                    int length = Math.min(seed.between(1, 40), frame.length - at);
                    int to = seed.between(0, frame.length - length);
                    System.arraycopy(frame, at, frame, to, length);
                }
            }
        }
        try {
            Answer answer = Answer.of(FrameReader.read(frame));
            Answers.message(answer);
            Answers.info(answer);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
