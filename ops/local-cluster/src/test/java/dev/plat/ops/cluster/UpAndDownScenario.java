package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cluster as its user has it, by the command line alone: started, robbed of the processes that
 * names need, and ended. On folders and ports of its own.
 */
class UpAndDownScenario {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path data;
    private static int base;
    private static Cli plat;

    @BeforeAll
    static void up() throws Exception {
        data = RunningCluster.emptyFolder("up");
        base = RunningCluster.freePortBase();
        plat = new Cli(Files.createDirectories(data));
        Cli.Result up = plat.run("up", "--detach", "--port-base", Integer.toString(base));
        assertThat(up.exit()).as(up.output()).isZero();
        assertThat(up.output()).contains("https://{name}:" + (base + 4) + "/", "plat ca trust");
    }

    @AfterAll
    static void down() throws Exception {
        List<ProcessHandle> all = new ArrayList<>(processes(Set.of()));
        all.add(ProcessHandle.of(state().path("supervisor").path("pid").asLong()).orElseThrow());

        Cli.Result down = plat.run("down");

        assertThat(down.exit()).as(down.output()).isZero();
        assertThat(all).hasSizeGreaterThan(10).noneMatch(ProcessHandle::isAlive);
        assertThat(data.resolve("run/cluster.json")).doesNotExist();
        for (int port = base; port < base + ClusterLayout.PORTS; port++) {
            assertThat(PortCheck.bindable(port)).as("port " + port).isTrue();
        }
    }

    @Test
    void whatIsKilledIsSeenAndComesBack() throws Exception {
        Cli.Result whole = plat.run("status");
        assertThat(whole.exit()).as(whole.output()).isZero();

        for (ProcessHandle killed : processes(Set.of("domains", "registry"))) {
            killed.destroyForcibly();
            killed.onExit().join();
        }

        Cli.Result robbed = plat.run("status", "--json");
        assertThat(robbed.exit()).isEqualTo(1);
        assertThat(down(robbed)).containsExactlyInAnyOrder("domains", "registry");
        Cli.Result start = plat.run("start");
        assertThat(start.exit()).as(start.output()).isZero();
        assertThat(start.output()).contains("Started: registry, domains");
        Cli.Result again = plat.run("status", "--json");
        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(health(base + 3)).contains("\"service\":\"domains\"");
        assertThat(plat.run("start").output()).contains("Everything runs.");
    }

    /** Also after {@code domains} was gone, and with a name that nobody has bought. */
    @Test
    void aNameIsAskedForAndLetGoAtTheCommandLine() throws Exception {
        Cli.Result demo = plat.run("demo");
        assertThat(demo.exit()).as(demo.output()).isZero();

        Cli.Result added =
                plat.run("domain", "add", "www.nobody-has-it.test", "--site", "demo", "--json");
        assertThat(added.exit()).as(added.output()).isZero();
        assertThat(JSON.readTree(added.json()).path("records").path(0).path("type").asText())
                .isEqualTo("TXT");

        // Its first look may be under way, and then what that found is what is answered.
        Waits.until(
                Duration.ofSeconds(30),
                "it is said what is missing",
                () -> check().exit() == 1 && check().output().contains("\"name-missing\""));
        Cli.Result status = plat.run("domain", "status");
        assertThat(status.exit()).as(status.output()).isEqualTo(1);
        assertThat(status.output())
                .contains("www.nobody-has-it.test", "nobody-has-it.test is not registered");
        Cli.Result released = plat.run("domain", "release", "www.nobody-has-it.test");
        assertThat(released.exit()).as(released.output()).isZero();
        Cli.Result unknown = plat.run("domain", "check", "www.nobody-has-it.test");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.output()).contains("[not-found]");
        Cli.Result refused = plat.run("domain", "add", "x.plat.example", "--site", "none");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("This account has no such site.");
    }

    @Test
    void itHasAnAuthorityOfItsOwn() throws Exception {
        Cli.Result shown = plat.run("ca", "show");

        assertThat(shown.exit()).as(shown.output()).isZero();
        assertThat(shown.output()).contains("localhost", data.resolve("ca/root.pem").toString());
        assertThat(Files.getPosixFilePermissions(data.resolve("ca/intermediate.key"))).hasSize(2);
        assertThat(Files.getPosixFilePermissions(data.resolve("keys/hosting-tier.key"))).hasSize(2);
    }

    private static Cli.Result check() {
        try {
            return plat.run("domain", "check", "www.nobody-has-it.test", "--json");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> down(Cli.Result status) throws IOException {
        List<String> down = new ArrayList<>();
        String json = status.output().substring(status.output().indexOf('{'));
        for (JsonNode process : JSON.readTree(json).path("processes")) {
            if (process.path("state").asText().equals("down")) {
                down.add(process.path("name").asText());
            }
        }
        return down;
    }

    private static JsonNode state() throws IOException {
        return JSON.readTree(data.resolve("run/cluster.json").toFile());
    }

    /** Those of these names, all for none. */
    private static List<ProcessHandle> processes(Set<String> names) throws IOException {
        List<ProcessHandle> handles = new ArrayList<>();
        for (JsonNode process : state().path("processes")) {
            Optional<ProcessHandle> handle = ProcessHandle.of(process.path("pid").asLong());
            if (names.isEmpty() || names.contains(process.path("name").asText())) {
                handle.ifPresent(handles::add);
            }
        }
        return handles;
    }

    private static String health(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/health");
            return Objects.requireNonNull(
                    http.send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
