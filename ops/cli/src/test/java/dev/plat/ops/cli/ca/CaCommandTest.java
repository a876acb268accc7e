package dev.plat.ops.cli.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against an authority that the domains service has made; the numbers are OpenSSL's. */
class CaCommandTest {

    private static final String NAME = "Plat local root 6364b310";
    private static final String FINGERPRINT =
            "D5:61:ED:A0:02:BC:77:D2:9A:F4:A4:59:05:42:E1:93:68:47:A3:CD:C7:90:FB:7D:AA:A4:6F:9A:C9:E4:D1:C7";
    private static final String SERIAL = "5d89c7a82f5dae88668e622f113642b4";

    @TempDir private Path data;

    @BeforeEach
    void lay() throws IOException {
        Files.createDirectories(data.resolve("ca"));
        for (String file : new String[] {"root.pem", "intermediate.pem"}) {
            try (InputStream in =
                    Objects.requireNonNull(CaCommandTest.class.getResourceAsStream(file))) {
                Files.copy(in, data.resolve("ca").resolve(file));
            }
        }
    }

    @Test
    void showSaysWhatTheRootIsAndWhatItSignsFor() {
        assertThat(said("show"))
                .contains(NAME, FINGERPRINT, data.resolve("ca/root.pem").toString(), "until")
                .contains("corp.example, internal, localhost, test and all names below");
        assertThat(said("show", "--json"))
                .contains("\"sha256\":\"" + FINGERPRINT + "\"")
                .contains("\"trees\":[\"corp.example\",\"internal\",\"localhost\",\"test\"]");
    }

    @Test
    void trustSaysWhatToTypeAndHowToUndoItAndChangesNothing() throws IOException {
        String said = said("trust");

        assertThat(said)
                .startsWith("Nothing was changed.")
                .contains("Debian", "Chromium", "Firefox", "macOS", "Windows", FINGERPRINT)
                .contains("certutil -delstore Root " + SERIAL)
                .contains("-i '" + data.resolve("ca/root.pem") + "'");
        assertThat(said.split("undo:", -1)).hasSize(6);
        try (var files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void aRootThatConstrainsNothingHasNoTrees() {
        assertThat(NameTrees.of(CaFiles.read(data).root())).isEmpty();
    }

    private String said(String... words) {
        StringWriter out = new StringWriter();
        String[] arguments = new String[words.length + 2];
        System.arraycopy(words, 0, arguments, 0, words.length);
        arguments[words.length] = "--data";
        arguments[words.length + 1] = data.toString();
        CommandLine line = new CommandLine(new CaCommand()).setOut(new PrintWriter(out));
        assertThat(line.execute(arguments)).isZero();
        return out.toString();
    }
}
