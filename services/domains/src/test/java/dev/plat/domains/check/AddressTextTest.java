package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::1", "::", "::1", "2001:db8:0:1::", "1:2:3:4:5:6:7:8"})
    void addressesAreWrittenShort(String text) {
        assertThat(AddressText.of(Planted.address(text))).isEqualTo(text);
    }
}
