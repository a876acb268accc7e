package dev.plat.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Mistakes at the command line: a sentence and an exit code each, and never a stack trace. */
class CliTest {

    @TempDir private Path folder;

    @Test
    void anUnknownCommandIsAMistakeOfUse() {
        assertRefused(2, "Unmatched argument", "fly");
    }

    @Test
    void noCommandIsAMistakeOfUse() {
        assertRefused(2, "Name a command.");
    }

    @Test
    void aPortBaseThatIsNoNumberIsAMistakeOfUse() {
        assertRefused(2, "'many' is not an int", "up", "--port-base", "many");
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertRefused(
                1, "The data folder cannot be written.", "up", "--data", file.resolve("x") + "");
        assertRefused(1, file.toString(), "up", "--data", file.toString());
    }

    @Test
    void statusWithNothingRunningSaysSo() {
        assertRefused(1, "No cluster runs on this folder.", "status", "--data", folder + "");
    }

    @Test
    void downWithNothingRunningIsDone() {
        assertRefused(0, "", "down", "--data", folder + "");
    }

    @Test
    void aRunFileThatIsDamagedIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Path file = Files.writeString(folder.resolve("run/cluster.json"), "{ half");

        assertRefused(1, file.toString(), "status", "--data", folder + "");
    }

    @Test
    void aFolderThatIsMissingOrEmptyIsNotDeployed() {
        Path missing = folder.resolve("missing");

        assertRefused(1, missing.toString(), deploy(missing));
        assertRefused(1, "expected: a folder with files in it", deploy(folder));
    }

    @Test
    void hiddenFilesAloneAreNothingToDeploy() throws Exception {
        Files.writeString(folder.resolve(".env"), "SECRET=1");

        assertRefused(1, "path-refused", deploy(folder));
    }

    @Test
    void timesRatesServersAndBucketsThatAreNoneAreMistakes() {
        assertRefused(2, "'soon' is no time", "shard", "rebalance", "--soak", "soon");
        assertRefused(2, "'31d' is no time", "shard", "rebalance", "--soak", "31d");
        assertRefused(2, "Missing required parameter: 'SERVER'", "shard", "add");
        assertRefused(2, "Missing required option: '--to=SHARD'", "shard", "move", "7");
        assertRefused(1, "expected: host:port, or local", "shard", "add", "db3");
        assertRefused(1, "expected: 1 to 10000", "shard", "add", "db3:5432", "--weight", "0");
        assertRefused(1, "expected: buckets from 0 to 4095", "shard", "move", "4096", "--to", "x");
        assertRefused(1, "id-malformed", "shard", "isolate", "site_x", "--to", "building-3");
    }

    @Test
    void aFolderWithoutAnAuthorityIsNamed() throws Exception {
        assertRefused(1, "has no certificate authority", "ca", "show", "--data", folder + "");
        Files.createDirectories(folder.resolve("ca"));
        Path file = Files.writeString(folder.resolve("ca/root.pem"), "no certificate");

        assertRefused(1, file.toString(), "ca", "trust", "--data", folder + "");
    }

    @Test
    void aFileTierIsRefusedWithTheReason() {
        assertRefused(1, "A file tier's buckets", "shard", "rebalance", "--tier", "hosting-files");
        assertRefused(
                1, "expected: building, hosting, domains,", "shard", "list", "--tier", "mail");
    }

    @Test
    void everyWordOfShardSaysWhatCanBeUndone() {
        for (String word :
                new String[] {
                    "add", "drain", "move", "isolate", "rebalance", "rollback", "finish", "retire"
                }) {
            assertThat(usage("shard", word)).as(word).containsAnyOf("be undone", "be undone:");
        }
        assertThat(usage("shard")).contains("there is no way back", "4 still running");
    }

    private static String usage(String... words) {
        CommandLine line = Plat.commandLine();
        for (String word : words) {
            line = Optional.ofNullable(line.getSubcommands().get(word)).orElseThrow();
        }
        return line.getUsageMessage();
    }

    private String[] deploy(Path site) {
        return new String[] {"site", "deploy", site + "", "--slug", "a", "--data", folder + ""};
    }

    private static void assertRefused(int exit, String sentence, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine plat = Plat.commandLine().setErr(new PrintWriter(err));

        int code = plat.execute(arguments);

        assertThat(err.toString()).contains(sentence).doesNotContain("\tat ");
        assertThat(code).as(err.toString()).isEqualTo(exit);
    }
}
