package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NameTest {

    @Test
    void theBucketOfANameIsForEver() {
        // printf 'ada@example.org' | sha256sum: the first three hex digits
        assertThat(new Name(NameKind.EMAIL, " Ada@Example.org ").value())
                .isEqualTo("ada@example.org");
        assertThat(new Name(NameKind.EMAIL, "ada@example.org").bucket())
                .isEqualTo(new Bucket(0xcfe));
    }

    @Test
    void anEmptyOrOverlongNameIsRefused() {
        assertThatThrownBy(() -> new Name(NameKind.HOST, "  ")).isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> new Name(NameKind.HOST, "a".repeat(255)))
                .isInstanceOf(PlatException.class);
    }
}
