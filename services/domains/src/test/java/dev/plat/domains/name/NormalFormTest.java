package dev.plat.domains.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.PlatException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors of UTS #46 and of the RFCs below it. With STD3 rules and ICU's hyphen rule; escapes stand
 * for what an editor would hide.
 */
class NormalFormTest {

    private final HostNames names =
            new HostNames(new NameSettings(List.of(), List.of(), true, null));

    @ParameterizedTest
    @CsvSource({
        // UTS #46, section 4, table 1 ("deviations" are kept: non-transitional).
        "faß.de, xn--fa-hia.de",
        "FAẞ.de, xn--fa-hia.de",
        "straße.de, xn--strae-oqa.de",
        "βόλος.com, xn--nxasmm1c.com",
        "Βόλος.com, xn--nxasmm1c.com",
        // UTS #46, section 2.3, table 2 (symbols and other emoji stay, as in IDNA2003).
        "öbb.at, xn--bb-eka.at",
        "ÖBB.at, xn--bb-eka.at",
        "√.com, xn--19g.com",
        // UTS #46, section 2.3, table 3.
        "ℕ.com, n.com",
        "日本語。JP, xn--wgv71a119e.jp",
        "日本語．jp, xn--wgv71a119e.jp",
        "☕.us, xn--53h.us",
        // IdnaTestV2.txt of UTS #46, lines on Bücher.
        "Bücher.de, xn--bcher-kva.de",
        "bücher.DE, xn--bcher-kva.de",
        "BÜCHER.de, xn--bcher-kva.de",
        "xn--bcher-kva.de, xn--bcher-kva.de",
        "XN--BCHER-KVA.de, xn--bcher-kva.de",
        "Xn--Bcher-Kva.de, xn--bcher-kva.de",
        // RFC 3492, section 7.1, (A) Arabic, (B) Chinese simplified, (I) Russian.
        "ليهمابتكلموشعربي؟.com, xn--egbpdaj6bu4bxfgehfvwxn.com",
        "他们为什么不说中文.com, xn--ihqwcrb4cv8a8dqg056pqjye.com",
        "почемужеонинеговорятпорусски.com, xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.com",
        // RFC 5893: digits after a letter are allowed in a label from right to left.
        "א1.com, xn--1-zhc.com",
        // RFC 5892, appendix A.1: a non-joiner after a virama, and between joining letters.
        "نامه\u200cای.com, xn--mgba3gch31f060k.com",
        // Full width, as Asian input methods type it.
        "ｅｘａｍｐｌｅ．ｃｏｍ, example.com",
        "example｡com, example.com",
    })
    void namesHaveOneNormalForm(String typed, String ascii) {
        assertThat(names.parse(typed).ascii()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @CsvSource({
        "xn--strae-oqa.de, straße.de",
        "XN--MLLER-KVA.de, müller.de",
        "ＡＢＣ.de, abc.de",
        "xn--fa-hia.de, faß.de"
    })
    void theDisplayFormHasULabels(String typed, String display) {
        assertThat(names.parse(typed).display()).isEqualTo(display);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com., example.com",
        "'  example.com  ', example.com",
        "'\u00a0example.com\u00a0', example.com",
        "'\u200bexample.com\ufeff', example.com",
        "exam\u00adple.com, example.com",
        "EXAMPLE.com。, example.com"
    })
    void whatCopyingAddsIsDropped(String typed, String ascii) {
        assertThat(names.parse(typed).ascii()).isEqualTo(ascii);
    }

    /** A label of the normal form must come back from its display form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--abc.de", // java.net.IDN lets this pass
                "xn--.de",
                "xn--a.de",
                "xn--fa-hia-.de",
                "xn--example-.com", // all ASCII: the A-label of nothing
                "xn--n3h\u00e9.com"
            })
    void brokenPunycodeIsRefused(String typed) {
        assertThatThrownBy(() -> names.parse(typed))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        refused ->
                                assertThat(refused.facts())
                                        .containsEntry("rule", "punycode")
                                        .containsEntry(
                                                "label", typed.substring(0, typed.indexOf('.'))));
    }
}
