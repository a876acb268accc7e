package dev.plat.domains.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixesTest {

    private static final PublicSuffixes BUILT_IN = PublicSuffixes.builtIn();

    /**
     * The list's own vectors, {@code tests/test_psl.txt} of publicsuffix/list (CC0), in normal
     * form; those with a leading dot are no names and stand in {@link RefusalTest}. "-" is none.
     */
    @ParameterizedTest
    @CsvSource({
        "com, -",
        "example.com, example.com",
        "www.example.com, example.com",
        "example, -",
        "example.example, example.example",
        "b.example.example, example.example",
        "a.b.example.example, example.example",
        "biz, -",
        "domain.biz, domain.biz",
        "b.domain.biz, domain.biz",
        "a.b.domain.biz, domain.biz",
        "a.b.example.com, example.com",
        "uk.com, -",
        "example.uk.com, example.uk.com",
        "b.example.uk.com, example.uk.com",
        "a.b.example.uk.com, example.uk.com",
        "test.ac, test.ac",
        "mm, -",
        "c.mm, -",
        "b.c.mm, b.c.mm",
        "a.b.c.mm, b.c.mm",
        "jp, -",
        "test.jp, test.jp",
        "www.test.jp, test.jp",
        "ac.jp, -",
        "test.ac.jp, test.ac.jp",
        "www.test.ac.jp, test.ac.jp",
        "kyoto.jp, -",
        "test.kyoto.jp, test.kyoto.jp",
        "ide.kyoto.jp, -",
        "b.ide.kyoto.jp, b.ide.kyoto.jp",
        "a.b.ide.kyoto.jp, b.ide.kyoto.jp",
        "c.kobe.jp, -",
        "b.c.kobe.jp, b.c.kobe.jp",
        "a.b.c.kobe.jp, b.c.kobe.jp",
        "city.kobe.jp, city.kobe.jp",
        "www.city.kobe.jp, city.kobe.jp",
        "ck, -",
        "test.ck, -",
        "b.test.ck, b.test.ck",
        "a.b.test.ck, b.test.ck",
        "www.ck, www.ck",
        "www.www.ck, www.ck",
        "us, -",
        "test.us, test.us",
        "www.test.us, test.us",
        "ak.us, -",
        "test.ak.us, test.ak.us",
        "www.test.ak.us, test.ak.us",
        "k12.ak.us, -",
        "test.k12.ak.us, test.k12.ak.us",
        "www.test.k12.ak.us, test.k12.ak.us",
        "xn--85x722f.com.cn, xn--85x722f.com.cn",
        "xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
        "www.xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
        "shishi.xn--55qx5d.cn, shishi.xn--55qx5d.cn",
        "xn--55qx5d.cn, -",
        "xn--85x722f.xn--fiqs8s, xn--85x722f.xn--fiqs8s",
        "www.xn--85x722f.xn--fiqs8s, xn--85x722f.xn--fiqs8s",
        "shishi.xn--fiqs8s, shishi.xn--fiqs8s",
        "xn--fiqs8s, -",
        // The private section.
        "github.io, -",
        "a.b.github.io, b.github.io"
    })
    void theListsOwnVectorsHold(String name, String registered) {
        assertThat(BUILT_IN.registeredDomain(name))
                .isEqualTo(registered.equals("-") ? Optional.empty() : Optional.of(registered));
    }

    @Test
    void anOperatorsFileReplacesTheBuiltInOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("list.dat");
        StringBuilder list = new StringBuilder("// ===BEGIN ICANN DOMAINS===\ncom\nnew.test\n");
        for (int i = 0; i < 5_000; i++) {
            list.append('r').append(i).append(".com\n");
        }
        list.append("// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\nhoster.com\n")
                .append("// ===END PRIVATE DOMAINS===\n");
        Files.writeString(file, list);

        HostNames names = new HostNames(new NameSettings(List.of(), List.of(), true, file));

        assertThat(names.parse("a.b.new.test").registeredDomain()).isEqualTo("b.new.test");
        assertThat(names.parse("a.b.github.io").registeredDomain()).isEqualTo("github.io");
        assertThatThrownBy(() -> names.parse("hoster.com")).hasMessageContaining("name-is-suffix");
    }

    @Test
    void aListThatWasCutShortIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("list.dat");
        List<String> texts =
                List.of(
                        "",
                        "com\nnet\n",
                        """
                        // ===BEGIN ICANN DOMAINS===
                        com
                        // ===END ICANN DOMAINS===
                        // ===BEGIN PRIVATE DOMAINS===
                        a.b
                        """);
        for (String text : texts) {
            Files.writeString(file, text);

            assertThatThrownBy(() -> PublicSuffixes.of(file))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            refused ->
                                    assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
        }
        assertThatThrownBy(() -> PublicSuffixes.of(folder.resolve("none.dat")))
                .isInstanceOf(PlatException.class);
    }
}
