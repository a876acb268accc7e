package dev.plat.router.controller.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTextTest {

    @Test
    void rangesAreWrittenAsRanges() {
        assertThat(BucketText.of(BucketText.parse("3, 17,100-102,101,4095")))
                .isEqualTo("3,17,100-102,4095");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4096", "-1", "7-3", "a", "1,,2", "10-5000"})
    void whatIsNoListIsRefusedAndTheFormIsNamed(String text) {
        assertThatThrownBy(() -> BucketText.parse(text))
                .hasMessageContaining("field-invalid")
                .hasMessageContaining("0 to 4095");
    }

    @SeededTest(cases = 300)
    void whatIsWrittenIsReadAgain(Seed seed) {
        SortedSet<Bucket> buckets =
                new TreeSet<>(seed.list(60, () -> new Bucket(seed.between(0, Bucket.COUNT - 1))));

        assertThat(BucketText.parse(BucketText.of(buckets))).isEqualTo(buckets);
    }
}
