package dev.plat.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The commands run and bring figures that can be true. Whether these are good is for the long forms
 * to say, on a machine that does nothing else.
 */
class ShortFormsScenario {

    private static final Path DATA =
            Path.of("target", "quick-" + ProcessHandle.current().pid()).toAbsolutePath();

    @Test
    void theRouterTakesNoRoundTripMoreThanABarePool() throws IOException {
        int exit = run("router", "--threads", "1,2");

        assertThat(exit).isZero();
        JsonNode found = result("router.json").get("found");
        // One and two callers, and one without the disk.
        assertThat(found.get("slots")).hasSize(3 * 3 * 3);
        assertThat(found.get("slots"))
                .allSatisfy(slot -> {
                    assertThat(slot.get("transactions").asLong()).isPositive();
                    assertThat(slot.get("p50Micros").asDouble()).isPositive();
                    assertThat(slot.get("backends").asInt()).isPositive();
                });
        assertThat(found.get("trips").get("PLAT")).isEqualTo(found.get("trips").get("RAW"));
        assertThat(found.get("lookUps").get("nanos").asDouble()).isPositive();
        assertThat(file("router.html")).content().contains("<svg", "ShardingSphere-JDBC");
    }

    @Test
    void routersStayUnderTheirBudgetOfBackends() throws IOException {
        int exit = run("budget");

        assertThat(exit).isZero();
        JsonNode result = result("budget.json");
        JsonNode backends = result.get("targets").get(0);
        assertThat(backends.get("met").asBoolean()).as(backends.toString()).isTrue();
        assertThat(StreamSupport.stream(result.get("phases").spliterator(), false))
                .extracting(phase -> phase.get("phase").get("kind").asText())
                .containsExactly("WARM", "CALM", "WHALE", "FLOOD");
        assertThat(result.get("phases"))
                .allSatisfy(
                        phase -> assertThat(phase.get("micros").get("FAR").asText()).isNotEmpty());
    }

    @Test
    void theBooksTakeJournalsAndAreProved() throws IOException {
        int exit = run("ledger", "--clients", "4");

        assertThat(exit).isZero();
        JsonNode found = result("ledger.json").get("found");
        assertThat(found.get("turns"))
                .hasSize(2 * 2)
                .allSatisfy(turn -> assertThat(turn.get("journals").asLong()).isPositive());
        assertThat(found.get("entries").asLong()).isGreaterThanOrEqualTo(2_000);
        assertThat(found.get("findings")).isEmpty();
        assertThat(found.get("planted").asText()).contains("a journal sums to zero");
    }

    @Test
    void aProviderThatTellsIsAnswered() throws IOException {
        int exit = run("webhooks");

        assertThat(exit).isZero();
        JsonNode targets = result("webhooks.json").get("targets");
        // How soon is for a quiet machine to say.
        assertThat(targets.get(1).get("met").asBoolean()).as("%s", targets).isTrue();
        assertThat(targets.get(2).get("met").asBoolean()).as("%s", targets).isTrue();
    }

    private static int run(String command, String... more) {
        String[] line =
                Stream.concat(
                                Stream.of(command, "--quick", "--seed", "7", "--data"),
                                Stream.concat(Stream.of(DATA.toString()), Stream.of(more)))
                        .toArray(String[]::new);
        return Bench.line().execute(line);
    }

    private static JsonNode result(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    private static Path file(String name) throws IOException {
        try (Stream<Path> files = Files.walk(DATA, 2)) {
            return files.filter(each -> each.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
