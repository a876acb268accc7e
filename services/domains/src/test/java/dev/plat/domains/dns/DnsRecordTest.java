package dev.plat.domains.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsRecordTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A     | 192.0.2.1                         | 192.0.2.1",
                "AAAA  | 2001:DB8:0:0::1                   | 2001:db8:0:0:0:0:0:1",
                "CNAME | WWW.Example.NET                   | www.example.net.",
                "NS    | ns1.example.net.                  | ns1.example.net.",
                "MX    | 10   mail.example.net             | 10 mail.example.net.",
                "MX    | 0 .                               | 0 .",
                "TXT   | plain                             | \"plain\"",
                "TXT   | v=DMARC1; p=none                  | \"v=DMARC1; p=none\"",
                "TXT   | two words                         | \"two words\"",
                "TXT   | \"a\" \"b c\"                     | \"a\" \"b c\"",
                "TXT   | say \\ \"hi\"                     | \"say \\\\ \\\"hi\\\"\"",
                "TXT   | grün                              | \"gr\\195\\188n\"",
                "CAA   | 0 ISSUE \"letsencrypt.org\"       | 0 issue \"letsencrypt.org\"",
                "CAA   | 0 issue letsencrypt.org; a=b      | 0 issue \"letsencrypt.org; a=b\"",
                "CAA   | 128 issuewild \";\"               | 128 issuewild \";\"",
                "SRV   | 0 5 5060 sip.example.net          | 0 5 5060 sip.example.net.",
                "DS    | 1 13 1 ABABABABABABABABABAB ABABABABABABABABABAB"
                        + " | 1 13 1 ABABABABABABABABABABABABABABABABABABABAB",
                "HTTPS | 1 . alpn=h2,h3                    | 1 . alpn=h2,h3",
                "HTTPS | 0 edge.plat.example               | 0 edge.plat.example.",
            })
    void aValueHasOneNormalForm(String type, String given, String normal) {
        DnsRecord record = DnsRecord.of("www.shop.test", type, 300, given);

        assertThat(record.data()).isEqualTo(normal);
        assertThat(DnsRecord.of("WWW.shop.test.", type, 300, normal)).isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A     | 192.0.2",
                "A     | 192.0.2.256",
                "A     | 192.0.2.01",
                "A     | 2001:db8::1",
                "A     | 192.0.2.1 ; comment",
                "AAAA  | ::ffff:192.0.2.1",
                "AAAA  | fe80::1%eth0",
                "AAAA  | 192.0.2.1",
                "CNAME | mail",
                "CNAME | *.example.net",
                "CNAME | a.example.net b.example.net",
                "CNAME | .",
                "NS    | ns_1.example.net",
                "MX    | mail.example.net",
                "MX    | 70000 mail.example.net",
                "MX    | 10 192.0.2.1.",
                "TXT   | \"open",
                "TXT   | \"a\" b",
                "CAA   | issue letsencrypt.org",
                "CAA   | 256 issue \"x\"",
                "CAA   | 0 is-sue \"x\"",
                "SRV   | 0 5 sip.example.net",
                "DS    | 1 13 2 ABAB",
                "DS    | 1 13 9 ABABABABABABABABABABABABABABABABABABABAB",
                "HTTPS | 1",
                "HTTPS | 1 . alpn=h2 ; x",
                "HTTPS | 1 . port=99999",
            })
    void aValueThatDoesNotFitItsTypeIsRefusedWithAnExample(String type, String given) {
        assertThatThrownBy(() -> DnsRecord.of("www.shop.test", type, 300, given))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.RECORD_INVALID);
                            assertThat(e.facts())
                                    .containsEntry("value", given)
                                    .containsEntry("expected", RecordType.valueOf(type).expected());
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a..b", "a b.test", "-a.test", "a.*.test", "*a.test", "grün.test"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> DnsRecord.of(name, "A", 300, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_INVALID));
    }

    @Test
    void aTypeThatIsNotKeptIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> DnsRecord.of("a.test", "SOA", 300, "x"))
                .isInstanceOfSatisfying(
                        PlatException.class, e -> assertThat(e.getMessage()).contains("HTTPS"));
    }

    @Test
    void aControlCharacterNeverEndsAValue() {
        assertThatThrownBy(() -> DnsRecord.of("a.test", "TXT", 300, "one\ntwo"))
                .isInstanceOf(PlatException.class);
    }

    /** A key of 4096 bits is 700 characters, and people paste it without quotes. */
    @Test
    void aLongTextIsCutIntoStringsThatReadTheSame() {
        DnsRecord record = DnsRecord.of("k.test", "TXT", 300, "p=" + "A".repeat(700));

        assertThat(record.data().replace("\" \"", "")).isEqualTo("\"p=" + "A".repeat(700) + "\"");
        assertThat(record.data().split(" ", -1)).hasSize(3);
    }
}
