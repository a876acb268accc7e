package dev.plat.domains.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    private final HostNames names =
            new HostNames(new NameSettings(List.of(), List.of(), true, null));

    @ParameterizedTest
    @CsvSource({
        "example.com, www.example.com",
        "www.example.com, example.com",
        "example.co.uk, www.example.co.uk",
        "straße.de, www.xn--strae-oqa.de",
        "www.straße.de, xn--strae-oqa.de",
        "www.com, www.www.com", // somebody's registered domain
        "www.co.uk, www.www.co.uk",
        "www.ck, www.www.ck",
        "shop.github.io, www.shop.github.io"
    })
    void aBareNameAndItsWwwAreAPair(String typed, String other) {
        HostName name = names.parse(typed);

        assertThat(name.pair()).map(HostName::ascii).contains(other);
        assertThat(name.pair().flatMap(HostName::pair)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blog.example.com", "www.blog.example.com", "www.www.example.com"})
    void namesFurtherDownHaveNoPair(String typed) {
        assertThat(names.parse(typed).pair()).isEmpty();
    }

    @Test
    void aPairThatWouldBeTooLongIsNone() {
        // 63 + 1 + 63 + 1 + 63 + 1 + 58: below a suffix of that depth even the longest registers.
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(61));

        assertThat(new HostName(longest, longest, longest).pair()).isEmpty();
    }

    @Test
    void theKeyIsTheALabel() {
        assertThat(names.parse("STRASSE.de").toName(NameKind.HOST))
                .isNotEqualTo(names.parse("straße.de").toName(NameKind.HOST));
        assertThat(names.parse("Straße.de").toName(NameKind.ZONE))
                .isEqualTo(new Name(NameKind.ZONE, "xn--strae-oqa.de"));
    }

    @Test
    void aNameIsWithinItsOwnDomainOnly() {
        HostName name = names.parse("a.example.com");

        assertThat(name.isWithin("example.com")).isTrue();
        assertThat(name.isWithin("a.example.com")).isTrue();
        assertThat(name.isWithin("xample.com")).isFalse();
        assertThat(name.isRegisteredDomain()).isFalse();
    }

    @Test
    void partsOfTwoNamesMakeNone() {
        assertThatThrownBy(() -> new HostName("a.com", "a.com", "b.com"))
                .isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> new HostName("A.com", "A.com", "A.com"))
                .isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> new HostName("com", "com", "com"))
                .isInstanceOf(PlatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "аррӏе.com, apple.com", // Cyrillic throughout, which ICU's checks let pass
        "рaypal.com, paypal.com" // one Cyrillic letter
    })
    void lookAlikesAreNotedAndTaken(String typed, String like) {
        assertThat(names.looksLike(names.parse(typed))).contains(like);
    }

    @ParameterizedTest
    @ValueSource(strings = {"straße.de", "müller.de", "日本語.jp", "apple.com", "нечто.com"})
    void otherNamesAreNotNoted(String typed) {
        assertThat(names.looksLike(names.parse(typed))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "hostmaster", "mta-sts", "www", "ns", "ns1", "ns42", "_acme"})
    void platformLabelsAreReserved(String label) {
        assertThat(ReservedLabels.contains(label)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "nsa", "mailer", "ns-1"})
    void otherLabelsAreFree(String label) {
        assertThat(ReservedLabels.contains(label)).isFalse();
    }
}
