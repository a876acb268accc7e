package dev.plat.resources.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.engine.RangeParser.Parts;
import dev.plat.resources.engine.RangeParser.Selection;
import dev.plat.resources.engine.RangeParser.Unsatisfiable;
import dev.plat.resources.engine.RangeParser.Whole;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeParserTest {

    private final RangeParser parser = new RangeParser(8);

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10",
        "bytes=0-0, 0, 1",
        "bytes=90-, 90, 100",
        "bytes=90-1000, 90, 100",
        "bytes=-10, 90, 100",
        "bytes=-1000, 0, 100",
        "Bytes=5-6, 5, 7",
        "'bytes= 5-6 ,', 5, 7",
        "bytes=0-99999999999999999999999, 0, 100",
        "'bytes=0-4,5-9', 0, 10",
        "'bytes=200-300,5-9', 5, 10",
    })
    void oneRangeIsFoundAndClamped(String header, long first, long end) {
        assertThat(parser.parse(header, 100))
                .isEqualTo(new Parts(List.of(new ByteRange(first, end))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=5",
                "bytes=9-5",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=1 - 2",
                "lines=1-2",
                "bytes=0-1,x",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16",
                "bytes =0-1",
                "bytes=٣-٤"
            })
    void whatIsMalformedOrTooManyMeansTheWhole(String header) {
        assertThat(parser.parse(header, 100)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=500-600,700-"})
    void whatIsNotThereIsUnsatisfiable(String header) {
        assertThat(parser.parse(header, 100)).isEqualTo(new Unsatisfiable(100));
    }

    @Test
    void anEmptyResourceHasNoRangesAtAll() {
        assertThat(parser.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable(0));
        assertThat(parser.parse("bytes=-1", 0)).isEqualTo(new Unsatisfiable(0));
        assertThat(parser.parse(null, 0)).isEqualTo(new Whole());
    }

    @Test
    void partsStayInTheOrderAskedForAndTouchingOnesBecomeOne() {
        assertThat(parser.parse("bytes=50-59,0-9,55-64,10-14", 100))
                .isEqualTo(new Parts(List.of(new ByteRange(50, 65), new ByteRange(0, 15))));
    }

    /** A slow reader that colours bytes one by one instead of computing with bounds. */
    @SeededTest(cases = 5000)
    void theFastParserAgreesWithASlowOne(Seed seed) {
        int length = seed.between(0, 40);
        String header = randomHeader(seed);

        Selection fast = parser.parse(header, length);

        assertThat(fast).as("%s of %s", header, length).isEqualTo(slow(header, length));
    }

    private static String randomHeader(Seed seed) {
        List<String> specs =
                seed.list(
                        9,
                        () ->
                                switch (seed.between(0, 9)) {
                                    case 0 -> "-" + seed.between(0, 50);
                                    case 1 -> seed.between(0, 50) + "-";
                                    case 2 -> seed.pick(List.of("", " ", "-", "1", "x-1", "2-1"));
                                    default -> {
                                        int first = seed.between(0, 45);
                                        yield first + "-" + (first + seed.between(0, 12));
                                    }
                                });
        return "bytes=" + String.join(seed.pick(List.of(",", ", ", " ,")), specs);
    }

    private static @Nullable Selection slow(String header, int length) {
        List<BitSet> wanted = new ArrayList<>();
        int specs = 0;
        for (String element : header.substring(6).split(",", -1)) {
            String spec = element.strip();
            if (spec.isEmpty()) {
                continue;
            }
            specs++;
            Matcher matcher = Pattern.compile("(\\d*)-(\\d*)").matcher(spec);
            if (!matcher.matches() || spec.equals("-")) {
                return new Whole();
            }
            BitSet bytes = new BitSet();
            for (int i = 0; i < length; i++) {
                boolean in;
                if (matcher.group(1).isEmpty()) {
                    in = i >= length - Integer.parseInt(matcher.group(2));
                } else {
                    in =
                            i >= Integer.parseInt(matcher.group(1))
                                    && (matcher.group(2).isEmpty()
                                            || i <= Integer.parseInt(matcher.group(2)));
                }
                bytes.set(i, in);
            }
            if (!matcher.group(1).isEmpty()
                    && !matcher.group(2).isEmpty()
                    && Integer.parseInt(matcher.group(2)) < Integer.parseInt(matcher.group(1))) {
                return new Whole();
            }
            wanted.add(bytes);
        }
        if (specs == 0 || specs > 8) {
            return new Whole();
        }
        return parts(wanted, length);
    }

    private static Selection parts(List<BitSet> wanted, int length) {
        BitSet all = new BitSet();
        wanted.forEach(all::or);
        if (all.isEmpty()) {
            return new Unsatisfiable(length);
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (BitSet bytes : wanted) {
            if (bytes.isEmpty()) {
                continue;
            }
            int inside = bytes.nextSetBit(0);
            ByteRange run =
                    new ByteRange(all.previousClearBit(inside) + 1, all.nextClearBit(inside));
            if (!ranges.contains(run)) {
                ranges.add(run);
            }
        }
        return new Parts(ranges);
    }
}
