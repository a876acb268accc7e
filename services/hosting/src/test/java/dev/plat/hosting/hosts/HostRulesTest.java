package dev.plat.hosting.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.PlatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTest {

    private final HostRules rules = new HostRules("plat-sites.localhost");

    @ParameterizedTest
    @ValueSource(strings = {"a", "a1", "my-site", "1", "a--b"})
    void oneLabelBelowTheDomainIsAName(String slug) {
        assertThat(rules.name(rules.host(slug)).value()).isEqualTo(slug + ".plat-sites.localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a.b",
                "a_b",
                "é",
                "xn--a",
                "www",
                "admin",
                "a b",
                "a\u0000",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg"
            })
    void otherNamesAreRefusedWithWhatIsAllowed(String slug) {
        assertThatThrownBy(() -> rules.name(rules.host(slug)))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        refusal ->
                                assertThat(refusal.facts())
                                        .containsEntry("value", slug)
                                        .containsKey("expected"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.other.test", "a", "plat-sites.localhost", "aplat-sites.localhost"})
    void hostsOutsideTheDomainAreRefused(String host) {
        assertThatThrownBy(() -> rules.name(host)).isInstanceOf(PlatException.class);
    }
}
