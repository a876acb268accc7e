package dev.plat.ops.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader would stumble over, in the files that git keeps. */
class TidyTest {

    private static final Path HOME = Path.of(System.getProperty("plat.home"));
    private static final long BLOB_MAX = 1 << 20;
    private static final Pattern EMPTY_NAME =
            Pattern.compile(
                    "(^|/)(common|commons|util|utils|helper|helpers|base|impl|manager|misc)/");
    private static final Pattern EMPTY_TYPE =
            Pattern.compile(".*(Util|Utils|Helper|Manager|Impl)\\.java");

    @Test
    void noRoomOrTypeHasAnEmptyName() throws IOException {
        assertThat(tracked())
                .noneMatch(file ->
                        EMPTY_NAME.matcher(file).find() || EMPTY_TYPE.matcher(file).matches());
    }

    @Test
    void everyModuleHasAReadmeOfOneScreen() throws IOException {
        List<String> modules =
                tracked().stream()
                        .filter(file -> file.endsWith("/pom.xml"))
                        .map(file -> file.substring(0, file.length() - "/pom.xml".length()))
                        .filter(module -> Files.exists(HOME.resolve(module).resolve("src")))
                        .toList();

        assertThat(modules)
                .hasSizeGreaterThan(10)
                .allSatisfy(module -> {
                    Path readme = HOME.resolve(module).resolve("README.md");
                    assertThat(readme).exists();
                    assertThat(Files.readAllLines(readme))
                            .as(module + "/README.md")
                            .hasSizeBetween(5, 80);
                });
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<String> packages =
                tracked().stream()
                        .filter(file -> file.contains("/src/main/java/") && file.endsWith(".java"))
                        .map(file -> file.substring(0, file.lastIndexOf('/')))
                        .distinct()
                        .toList();

        assertThat(packages)
                .hasSizeGreaterThan(15)
                .allSatisfy(folder ->
                        assertThat(HOME.resolve(folder).resolve("package-info.java")).exists());
    }

    @Test
    void everyPageHasOneHeadingOfTheFirstRank() throws IOException {
        assertThat(tracked())
                .filteredOn(file -> file.endsWith(".md"))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(headings(read(page))).as(page).isEqualTo(1));
    }

    @Test
    void noWorkIsPromisedWithoutAnIssue() throws IOException {
        Pattern promise = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!\\(#\\d+\\))");

        assertThat(sources())
                .allSatisfy(
                        file -> assertThat(promise.matcher(read(file)).find()).as(file).isFalse());
    }

    @Test
    void noRegistryHostIsNamed() throws IOException {
        Pattern host = Pattern.compile("repo1?\\.maven\\.|registry\\.npm" + "js|deb\\.debian\\.");

        assertThat(tracked())
                .filteredOn(file ->
                        file.matches(".*\\.(xml|json|properties|sh|md|yml)|.*/plat|.ci/run"))
                .allSatisfy(file -> assertThat(host.matcher(read(file)).find()).as(file).isFalse());
    }

    @Test
    void noBlobIsLarge() throws IOException {
        assertThat(tracked())
                .allSatisfy(file ->
                        assertThat(Files.size(HOME.resolve(file))).as(file).isLessThan(BLOB_MAX));
    }

    @Test
    void theLargestFilesAreShown() throws IOException {
        List<String> largest =
                sources().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (String file) -> read(file).lines().count())
                                        .reversed())
                        .limit(10)
                        .toList();

        largest.forEach(file -> System.out.println(read(file).lines().count() + " lines  " + file));
        assertThat(largest).isNotEmpty();
    }

    private static List<String> sources() throws IOException {
        return tracked().stream()
                .filter(file -> file.matches(".*\\.(java|ts|mjs|sql|css)"))
                .toList();
    }

    private static long headings(String page) {
        boolean code = false;
        long count = 0;
        for (String line : page.lines().toList()) {
            code ^= line.startsWith("```");
            count += !code && line.startsWith("# ") ? 1 : 0;
        }
        return count;
    }

    /** What git keeps, and what it would keep. */
    private static List<String> tracked() throws IOException {
        Process git =
                new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard")
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> files =
                output.lines().filter(file -> Files.isRegularFile(HOME.resolve(file))).toList();
        assertThat(files).hasSizeGreaterThan(50);
        return files;
    }

    private static String read(String file) {
        try (Stream<String> lines = Files.lines(HOME.resolve(file))) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
