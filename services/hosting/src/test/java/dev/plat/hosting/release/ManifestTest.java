package dev.plat.hosting.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plat.resources.blob.Sha256;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static final ReleaseSettings STATIC = new ReleaseSettings(false);

    @Test
    void theBytesOfAManifestNeverChange() {
        Manifest manifest =
                Manifest.of(
                        List.of(file("index.html"), file("a/index.html"), file("b.html")),
                        new ReleaseSettings(true));

        // Sealed releases of every installation have this form; another form is a new version.
        assertThat(HexFormat.of().formatHex(manifest.bytes()))
                .startsWith(
                        "504c415452454c31" + "01000000" + "01000000" + "1800" + hex("text/html"))
                .contains(hex("a/index.html") + "0000" + "0000" + "0c00000000000000")
                .endsWith(
                        "05000000"
                                + "0000"
                                + "01"
                                + "02000000"
                                + "0100"
                                + hex("a")
                                + "02"
                                + "0200"
                                + hex("a/")
                                + "0200"
                                + hex("a/")
                                + "01"
                                + "00000000"
                                + "0100"
                                + hex("b")
                                + "01"
                                + "01000000"
                                + "0200"
                                + hex("b/")
                                + "02"
                                + "0100"
                                + hex("b"));
        assertThat(manifest.digest().hex())
                .isEqualTo("bb68645df38dd6b7ea90c57b73032ab70d22fc905f375d66a3bc9f85d8b3e94e");
    }

    @SeededTest(cases = 200)
    void equalInputGivesAnEqualDigestInWhateverOrder(Seed seed) {
        List<ReleaseFile> files = files(seed);
        Manifest first = Manifest.of(files, STATIC);

        List<ReleaseFile> shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, new java.util.Random(seed.between(0, 1000)));
        Manifest second = Manifest.of(shuffled, STATIC);

        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(Manifest.decode(first.bytes(), first.digest())).isEqualTo(first);
    }

    @Test
    void noFlippedBitAndNoCutPasses() {
        Manifest manifest =
                Manifest.of(
                        List.of(file("index.html"), file("a/index.html"), file("x.css")), STATIC);
        byte[] bytes = manifest.bytes();

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Manifest.decode(flipped, manifest.digest()))
                    .isInstanceOf(PlatException.class);
            // Also without the digest: the form itself is checked, and nothing else is thrown.
            Throwable form = catchThrowable(() -> ManifestCodec.decode(flipped));
            assertThat(form)
                    .satisfiesAnyOf(
                            f -> assertThat(f).isNull(),
                            f -> assertThat(f).isInstanceOf(PlatException.class));
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ManifestCodec.decode(cut)).isInstanceOf(PlatException.class);
        }
    }

    @SeededTest(cases = 2000)
    void randomBytesAreRefusedAndNothingElseHappens(Seed seed) {
        byte[] bytes = Manifest.of(List.of(file("a.html"), file("b/index.html")), STATIC).bytes();
        for (int i = seed.between(1, 8); i > 0; i--) {
            bytes[seed.between(8, bytes.length - 1)] = (byte) seed.between(0, 255);
        }

        Throwable failure = catchThrowable(() -> ManifestCodec.decode(bytes));

        assertThat(failure)
                .satisfiesAnyOf(
                        f -> assertThat(f).isNull(),
                        f -> assertThat(f).isInstanceOf(PlatException.class));
    }

    @ParameterizedTest
    @CsvSource({
        "'', serve index.html",
        "index.html, serve index.html",
        "about, serve about.html",
        "about.html, serve about.html",
        "about/, redirect about",
        "blog, redirect blog/",
        "blog/, serve blog/index.html",
        "blog/index.html, serve blog/index.html",
        "shop, serve shop.html",
        "shop/, serve shop/index.html",
        "plain, serve plain",
        "plain/, redirect plain",
        "css, nothing",
        "css/, nothing",
        "index, nothing",
        "About, nothing",
        "//, nothing",
    })
    void cleanUrlsAreWorkedOutWhenTheReleaseIsMade(String path, String expected) {
        Manifest manifest =
                Manifest.of(
                        List.of(
                                file("index.html"),
                                file("about.html"),
                                file("blog/index.html"),
                                file("shop.html"),
                                file("shop/index.html"),
                                file("plain"),
                                file("plain.html"),
                                file("css/site.css")),
                        STATIC);

        Optional<String> found =
                manifest.find(path)
                        .map(route ->
                                switch (route) {
                                    case Route.Serve(Entry entry) -> "serve " + entry.path();
                                    case Route.Redirect(String to) -> "redirect " + to;
                                });

        assertThat(found.orElse("nothing")).isEqualTo(expected);
    }

    @Test
    void aNameWithItsDigestIsFingerprintedAndOneThatLiesIsNot() {
        Sha256 real = digest("picture");
        Sha256 other = digest("other");

        Manifest manifest =
                Manifest.of(
                        List.of(
                                new ReleaseFile("_a/" + real.hex() + ".png", real, 7),
                                new ReleaseFile("_a/" + other.hex() + ".png", real, 7),
                                new ReleaseFile("b/_a/" + real.hex() + ".png", real, 7)),
                        STATIC);

        assertThat(manifest.entries())
                .filteredOn(Entry::fingerprinted)
                .extracting(Entry::path)
                .containsExactly("_a/" + real.hex() + ".png");
    }

    @ParameterizedTest
    @CsvSource({
        "a//b, path-segment-empty",
        "/a, path-segment-empty",
        "a/, path-segment-empty",
        "'', path-empty",
        "a/../b, path-dots",
        "./a, path-dots",
        "'a\\b', path-backslash",
        ".plat/form, path-reserved",
    })
    void aRefusalNamesPathRuleValueAndWhatIsAllowed(String path, String rule) {
        PlatException refusal = refusal(List.of(file("ok.html"), file(path)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RELEASE_INVALID);
        assertThat(refusal.facts())
                .containsEntry("path", path)
                .containsEntry("rule", rule)
                .containsKeys("value", "allowed", "violations");
    }

    @Test
    void otherRulesAreNamedToo() {
        assertThat(refusal(List.of()).facts()).containsEntry("rule", "file-count");
        assertThat(refusal(List.of(file("a"), file("a"))).facts())
                .containsEntry("rule", "path-twice");
        assertThat(
                        refusal(
                                        List.of(
                                                new ReleaseFile(
                                                        "a",
                                                        digest("a"),
                                                        Manifest.FILE_BYTES_MAX + 1)))
                                .facts())
                .containsEntry("rule", "file-size");
        assertThat(
                        refusal(
                                        List.of(
                                                new ReleaseFile("a", digest("a"), 1),
                                                new ReleaseFile("b", digest("a"), 2)))
                                .facts())
                .containsEntry("rule", "file-size-differs");
        assertThat(refusal(List.of(file("e\u0301.html"))).facts())
                .containsEntry("rule", "path-nfc");
        assertThat(refusal(List.of(file("a\u0000b"))).facts())
                .containsEntry("rule", "path-control")
                .containsEntry("value", "U+0000");
        assertThat(refusal(List.of(file("x".repeat(1025)))).facts())
                .containsEntry("rule", "path-length");
    }

    @Test
    void manyViolationsAreListedUpToALimit() {
        List<ReleaseFile> files = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            files.add(file("bad/../" + i));
        }

        assertThat((List<?>) refusal(files).facts().get("violations")).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "a.html, text/html; charset=utf-8",
        "A.HTML, text/html; charset=utf-8",
        "a.min.js, text/javascript; charset=utf-8",
        "a.css.map, application/json",
        "img/a.b.WebP, image/webp",
        "f.woff2, font/woff2",
        "favicon.ico, image/x-icon",
        "LICENSE, text/plain; charset=utf-8",
        "a.unknown, application/octet-stream",
        "html.d/a, application/octet-stream",
        "a., application/octet-stream",
    })
    void mediaTypesComeFromOurTable(String path, String type) {
        assertThat(MediaTypes.of(path)).isEqualTo(type);
    }

    @Test
    void aReleaseOfManyFilesIsMadeAndReadInReasonableTime() {
        List<ReleaseFile> files = new ArrayList<>();
        for (int i = 0; i < Manifest.FILES_MAX; i++) {
            files.add(file("folder" + i % 100 + "/page" + i + ".html"));
        }

        Manifest manifest = Manifest.of(files, STATIC);

        assertThat(Manifest.decode(manifest.bytes(), manifest.digest()).entries())
                .hasSize(Manifest.FILES_MAX);
    }

    private static PlatException refusal(List<ReleaseFile> files) {
        Throwable failure = catchThrowable(() -> Manifest.of(files, STATIC));
        assertThat(failure).isInstanceOf(PlatException.class);
        return (PlatException) failure;
    }

    private static List<ReleaseFile> files(Seed seed) {
        Map<String, ReleaseFile> files = new java.util.LinkedHashMap<>();
        for (String path :
                seed.list(30, () -> seed.pick(PARTS) + "/" + seed.pick(PARTS) + seed.pick(ENDS))) {
            files.put(path, file(path));
        }
        files.put("index.html", file("index.html"));
        return List.copyOf(files.values());
    }

    private static final List<String> PARTS = List.of("a", "b", "é", "日本", "x y", "%41", "😀", "~");
    private static final List<String> ENDS = List.of(".html", "", ".css", "/index.html", ".bin");

    private static ReleaseFile file(String path) {
        return new ReleaseFile(path, digest(path), path.length());
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
