package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.PlatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command line leaves in the supervisor's folder, and what it finds there. */
class CommandFolderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path run;
    private final AtomicInteger carriedOut = new AtomicInteger();
    private Optional<CommandFolder> commands = Optional.empty();

    @BeforeEach
    void watch() throws Exception {
        Files.createDirectories(run.resolve("commands"));
        Files.writeString(run.resolve("commands/old.request"), "{}");
        CommandFolder watched =
                CommandFolder.watch(
                        run,
                        request -> {
                            carriedOut.incrementAndGet();
                            if (!request.path("command").asText().equals("add")) {
                                throw PlatException.invalidField(
                                        "command", request.path("command").asText(), "add");
                            }
                            return Map.of("name", "postgres-3");
                        });
        commands = Optional.of(watched);
    }

    @AfterEach
    void close() {
        commands.ifPresent(CommandFolder::close);
    }

    @Test
    void aRequestIsCarriedOutOnceAndAnswered() throws Exception {
        JsonNode answer = ask("one", "{\"command\":\"add\"}");

        assertThat(answer.path("done").asBoolean()).isTrue();
        assertThat(answer.path("name").asText()).isEqualTo("postgres-3");
        assertThat(run.resolve("commands/one.request")).doesNotExist();
        assertThat(carriedOut).as("and the one of an earlier supervisor is not").hasValue(1);
    }

    @Test
    void whatCannotBeDoneIsAnsweredWithTheReason() throws Exception {
        JsonNode unknown = ask("two", "{\"command\":\"fly\"}");
        JsonNode broken = ask("three", "{ half");

        assertThat(unknown.path("done").asBoolean()).isFalse();
        assertThat(unknown.path("code").asText()).isEqualTo("field-invalid");
        assertThat(unknown.path("expected").asText()).isEqualTo("add");
        assertThat(broken.path("code").asText()).isEqualTo("json-malformed");
    }

    @Test
    void nobodyElseMayWriteThere() throws Exception {
        assertThat(Files.getPosixFilePermissions(run.resolve("commands")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void howManyServersThereAreIsKeptAndChecked() throws Exception {
        ServersFile servers = new ServersFile(run);

        assertThat(servers.postgres()).containsExactly(1, 2);
        servers.keep(3);
        assertThat(new ServersFile(run).postgres()).containsExactly(1, 2, 3);
        Files.writeString(run.resolve("servers.properties"), "postgres.servers=9\n");
        assertThatThrownBy(servers::postgres).hasMessageContaining("2 to 8");
    }

    private JsonNode ask(String id, String request) throws Exception {
        Path folder = run.resolve("commands");
        Path answer = folder.resolve(id + ".answer");
        Files.writeString(folder.resolve(id + ".tmp"), request);
        Files.move(folder.resolve(id + ".tmp"), folder.resolve(id + ".request"));
        Waits.until("an answer", () -> Files.exists(answer));
        return JSON.readTree(answer.toFile());
    }
}
