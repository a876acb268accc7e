package dev.plat.ops.sandbox.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number is found in whatever shape it was left, and nothing is found where none is. */
class NeedlesTest {

    private static final String VISA = "4242424242424242";
    private static final String AMEX = "378282246310005";
    private static final Needles NEEDLES = Needles.of(List.of(VISA, AMEX));

    private static List<Needles.Hit> search(byte[] bytes) throws IOException {
        return NEEDLES.search(new ByteArrayInputStream(bytes), 100);
    }

    private static List<Needles.Hit> search(String text) throws IOException {
        return search(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VISA,
                AMEX,
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "3782 822463 10005",
                "number=4242+4242+4242+4242&cvc=123",
                "4242%204242%204242%204242",
                "%34%32%34%32%34%32%34%32%34%32%34%32%34%32%34%32",
                "INFO card=4242424242424242, declined"
            })
    void asSomebodyTypedIt(String text) throws IOException {
        assertThat(search("before " + text + " behind")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {VISA, AMEX, "4242 4242 4242 4242", "3782-822463-10005"})
    void inBase64WhereverItBegins(String number) throws IOException {
        for (int before = 0; before < 6; before++) {
            for (int behind = 0; behind < 4; behind++) {
                String text = "a".repeat(before) + number + "z".repeat(behind);
                String encoded =
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

                assertThat(search("x" + encoded + "x")).as("%d %d", before, behind).isNotEmpty();
            }
        }
    }

    @Test
    void asABrowserSendsIt() throws IOException {
        String form = URLEncoder.encode("4242 4242 4242 4242", StandardCharsets.UTF_8);

        assertThat(search("number=" + form)).hasSize(1);
        assertThat(search("number=" + form).getFirst().needle()).contains("…4242", "'+'");
    }

    @Test
    void inUtf16OfEitherOrder() throws IOException {
        assertThat(search(VISA.getBytes(StandardCharsets.UTF_16LE))).hasSize(1);
        assertThat(search(VISA.getBytes(StandardCharsets.UTF_16BE))).hasSize(1);
    }

    /** A block ends anywhere. */
    @Test
    void acrossReads() throws IOException {
        byte[] bytes = ("....." + VISA + "....").getBytes(StandardCharsets.UTF_8);
        InputStream slow =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int from, int length) {
                        return super.read(into, from, Math.min(length, 3));
                    }

                    @Override
                    public int read(byte[] into) {
                        return read(into, 0, into.length);
                    }
                };

        assertThat(NEEDLES.search(slow, 10))
                .singleElement()
                .satisfies(hit -> assertThat(hit.position()).isEqualTo(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4242",
                "424242424242424",
                "4242 4242 4242 424",
                "visa ending in 4242",
                "evt_01m8241wh4gj2vcerstq6z33mn"
            })
    void whatIsNoneIsNot(String text) throws IOException {
        assertThat(search(text)).isEmpty();
    }

    /** Not more than is there: random bytes, with some planted. */
    @Test
    void amongRandomBytesOnlyWhatWasPlanted() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        byte[] bytes = new byte[4 << 20];
        random.nextBytes(bytes);
        assertThat(search(bytes)).isEmpty();

        byte[] planted = VISA.getBytes(StandardCharsets.US_ASCII);
        for (int i = 1; i <= 7; i++) {
            System.arraycopy(planted, 0, bytes, i * 500_000, planted.length);
        }

        assertThat(search(bytes)).hasSize(7);
    }
}
