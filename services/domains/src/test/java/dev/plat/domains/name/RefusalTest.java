package dev.plat.domains.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal: its code, the rule, and what the answer says beside. */
class RefusalTest {

    private final HostNames names =
            new HostNames(
                    new NameSettings(
                            List.of("plat-sites.com", "Plät.example.net"),
                            List.of("bad.org", "paypal.com"),
                            false,
                            null));

    private PlatException refusal(String typed) {
        PlatException refused = catchThrowableOfType(PlatException.class, () -> names.parse(typed));
        assertThat(refused).as(typed).isNotNull();
        return refused;
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty, ''",
        "' ', empty, ''",
        "., empty, ''",
        "a..example.com, label-empty, ''",
        ".example.com, label-empty, ''",
        "example.com.., label-empty, ''",
        "-a.example.com, hyphen-at-end, -a",
        "a-.example.com, hyphen-at-end, a-",
        "r3---sn.example.com, hyphens-reserved, r3---sn",
        "ab--ü.example.com, hyphens-reserved, ab--ü",
        "my_shop.example.com, character, my_shop",
        "my shop.example.com, character, my shop",
        "'a,b.example.com', character, 'a,b'",
        "a\u0000b.example.com, character, a\u0000b",
        "a%41.example.com, character, a%41",
        "\u0301a.example.com, character, \u0301a",
        "1\u05d0.example.com, direction, 1\u05d0",
        "a\u200db.example.com, joiner, a\u200db",
        "xn--abc.example.com, punycode, xn--abc",
        "example, special, ''",
        "intranet, two-labels, intranet",
        "1.2.3.4.5, last-label-numeric, 5",
        "256.1.1.1, last-label-numeric, 1",
        "1.2.3.08, last-label-numeric, 08",
        "example.123, last-label-numeric, 123",
        "example.0x1F, last-label-numeric, 0x1f",
        "4294967296, last-label-numeric, 4294967296"
    })
    void whatIsNoNameNamesTheLabelAndTheRule(String typed, String rule, String label) {
        PlatException refused = refusal(typed);

        if (rule.equals("special")) {
            assertThat(refused.code()).isEqualTo(ErrorCode.NAME_RESERVED);
            return;
        }
        assertThat(refused.code()).isEqualTo(ErrorCode.NAME_INVALID);
        assertThat(refused.facts())
                .containsEntry("value", typed)
                .containsEntry("rule", rule)
                .containsEntry("label", label)
                .containsKey("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.example.com/path?q#f, www.example.com",
        "HTTP://EXAMPLE.com, example.com",
        "http:/example.com, example.com",
        "//example.com/, example.com",
        "https:\\\\example.com\\x, example.com",
        "example.com/, example.com",
        "example.com:443, example.com",
        "example.com?x=1, example.com",
        "https://user:secret@example.com:8443/, example.com",
        "info@example.com, example.com",
        "mailto:info@example.com, example.com",
        "https://XN--STRAE-OQA.de/, straße.de",
        "https://straße.de./, straße.de"
    })
    void aUrlIsAnsweredWithTheNameInIt(String typed, String meant) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(ErrorCode.NAME_INVALID);
        assertThat(refused.facts())
                .containsEntry("value", typed)
                .containsEntry("rule", "only-the-name")
                .containsEntry("didYouMean", meant)
                .containsKey("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/, ADDRESS_REFUSED",
        "http://[::1]:8080/, ADDRESS_REFUSED",
        "https://*.example.com/, WILDCARD_REFUSED",
        "https://co.uk/, NAME_IS_SUFFIX",
        "https://localhost:8080/, NAME_RESERVED",
        "https://my_shop.de/, NAME_INVALID"
    })
    void aUrlOfARefusedNameIsRefusedForThat(String typed, ErrorCode code) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.facts()).doesNotContainKey("didYouMean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "1.2.3",
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7F.1",
                "0x.0x.0x",
                "0300.0250.1",
                "１２７．０．０．１",
                "192.0.2.1:80",
                "192.0.2.0/24",
                "255.255.255.255",
                "4294967295",
                "[::1]",
                "[2001:db8::1]",
                "[2001:db8::1]:443",
                "2001:db8::1",
                "::",
                "::ffff:192.0.2.1",
                "fe80::1%eth0",
                "2001:db8::/32"
            })
    void addressesAreNoNames(String typed) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(ErrorCode.ADDRESS_REFUSED);
        assertThat(refused.facts()).containsKeys("value", "rule", "expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.com", "*", "a.*.example.com", "w*.example.com"})
    void wildcardsAreRefused(String typed) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(ErrorCode.WILDCARD_REFUSED);
        assertThat(refused.facts()).containsEntry("value", typed).containsKey("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com",
                "co.uk",
                "CO.UK.",
                "ck",
                "anything.ck",
                "github.io",
                "公司.cn",
                "xn--55qx5d.cn",
                "中国",
                "s3.amazonaws.com"
            })
    void suffixesAreRefusedWithANameBelow(String typed) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(ErrorCode.NAME_IS_SUFFIX);
        assertThat(refused.facts()).containsEntry("value", typed);
        assertThat(String.valueOf(refused.facts().get("expected"))).contains("such as shop.");
    }

    @ParameterizedTest
    @CsvSource({
        "plat-sites.com, platform",
        "shop.plat-sites.com, platform",
        "a.b.PLAT-sites.com., platform",
        "xn--plt-rla.example.net, platform",
        "bad.org, blocked",
        "www.bad.org, blocked",
        "login.paypal.com, blocked",
        "localhost, special-use",
        "a.localhost, special-use",
        "a.test, special-use",
        "a.invalid, special-use",
        "a.example, special-use",
        "facebookcorewwwi.onion, special-use",
        "printer.local, special-use",
        "a.alt, special-use",
        "a.internal, special-use",
        "home.arpa, special-use",
        "router.home.arpa, special-use"
    })
    void reservedNamesSayWhichRule(String typed, String rule) {
        PlatException refused = refusal(typed);

        assertThat(refused.code()).isEqualTo(ErrorCode.NAME_RESERVED);
        assertThat(refused.facts())
                .containsEntry("value", typed)
                .containsEntry("rule", rule)
                .containsKey("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notbad.org", "bad.org.uk", "myplat-sites.com", "example.com", "test.de"})
    void namesBesideReservedOnesAreFree(String typed) {
        assertThat(names.parse(typed).ascii()).isEqualTo(typed);
    }

    @Test
    void localNamesAreForTheLocalProfile() {
        HostNames local =
                new HostNames(
                        new NameSettings(List.of("plat-sites.localhost"), List.of(), true, null));

        assertThat(local.parse("www.shop.test").registeredDomain()).isEqualTo("shop.test");
        assertThat(local.parse("a.localhost").registeredDomain()).isEqualTo("a.localhost");
        assertThat(local.parse("a.internal").ascii()).isEqualTo("a.internal");
        assertThatThrownBy(() -> local.parse("x.plat-sites.localhost"))
                .hasMessageContaining("name-reserved");
        assertThatThrownBy(() -> local.parse("a.onion")).hasMessageContaining("name-reserved");
        assertThatThrownBy(() -> local.parse("localhost")).hasMessageContaining("two-labels");
    }

    @Test
    void aNameMayHave253CharactersAndALabel63() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(57) + ".com");

        assertThat(longest).hasSize(253);
        assertThat(names.parse(longest).ascii()).isEqualTo(longest);
        assertThat(names.parse(longest + ".").ascii()).isEqualTo(longest);
        String oneMore = String.join(".", label, label, label, "b".repeat(58) + ".com");
        assertThat(oneMore).hasSize(254);
        assertThat(refusal(oneMore).facts())
                .containsEntry("rule", "name-too-long")
                .hasEntrySatisfying("value", value -> assertThat(value.toString()).hasSize(81));
        assertThat(refusal("a" + label + ".com").facts()).containsEntry("rule", "label-too-long");
        assertThat(refusal("a".repeat(5_000)).facts()).containsEntry("rule", "name-too-long");
    }

    @Test
    void aStoredNameOutlivesTheBlockList() {
        assertThat(names.stored("www.bad.org").registeredDomain()).isEqualTo("bad.org");
        assertThat(names.stored("xn--strae-oqa.de").display()).isEqualTo("straße.de");
        assertThat(names.stored("github.io").isRegisteredDomain()).isTrue();
        assertThatThrownBy(() -> names.stored("Example.com"))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("name-invalid");
    }
}
