package dev.plat.building.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CssTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".menu > li:hover",
                "a:not(.plain)::after",
                "li:nth-child(2n+1)",
                "input::-webkit-input-placeholder",
                "a[href^=\"https:\"]"
            })
    void whatBrowsersKnowIsKept(String selector) {
        assertThat(CssText.selector(selector)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "a:nobody-knows-this",
                "a:",
                "a{color:red}b",
                "a[href^=\"x\"]:vbscript(1)"
            })
    void whatNoBrowserKnowsIsNot(String selector) {
        assertThat(CssText.selector(selector)).isEmpty();
    }
}
