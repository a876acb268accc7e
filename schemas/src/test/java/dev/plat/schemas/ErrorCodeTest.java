package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

    @Test
    void codesAreKebabCaseAndUnique() {
        assertThat(ErrorCode.values())
                .extracting(ErrorCode::text)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void theTextFollowsTheNameSoThatNeitherChangesAlone() {
        assertThat(Arrays.stream(ErrorCode.values()).toList())
                .allMatch(code ->
                        code.text()
                                .equals(
                                        code.name()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace('_', '-')));
    }
}
