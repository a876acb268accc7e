package dev.plat.ops.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.cli.Verbs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator and a collector of metrics see of a service's figures. */
class AlarmsCommandTest {

    private static final String FIGURES = "GET /internal/v1/figures";

    @TempDir private Path data;
    private ToldProcesses processes;

    @BeforeEach
    void start() throws IOException {
        processes = new ToldProcesses(data);
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    private Verbs.Said say(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        return Verbs.say(arguments);
    }

    private static String figures(long parked) {
        return """
        {"figures": [
          {"name": "orders_open", "label": "provisioning", "value": 3, "most": null, "alarm": false},
          {"name": "orders_open", "label": "refund-due", "value": 1, "most": null, "alarm": false},
          {"name": "orders_late_seconds", "label": "", "value": 12, "most": 60, "alarm": false},
          {"name": "orders_parked", "label": "", "value": %d, "most": 0, "alarm": %b}],
         "alarms": %d}
        """
                .formatted(parked, parked > 0, parked > 0 ? 1 : 0);
    }

    @Test
    void whatSomebodyHasToLookAtStandsFirstAndEndsWithOne() {
        processes.tell(FIGURES, 200, figures(2));

        Verbs.Said said = say("checkout", "alarms");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out())
                .startsWith("ALARM  orders_parked ")
                .containsPattern("orders_parked +2, at most 0\n")
                .containsPattern("orders_late_seconds +12 s, at most 60 s\n")
                .containsPattern("orders_open +provisioning +3\n")
                .hasLineCount(4);
    }

    @Test
    void nothingToLookAtEndsWithZero() {
        processes.tell(FIGURES, 200, figures(0));

        assertThat(say("checkout", "alarms").exit()).isZero();
    }

    @Test
    void metricsAreAsPrometheusReadsThem() {
        processes.tell(FIGURES, 200, figures(2));

        assertThat(say("checkout", "alarms", "--metrics").out())
                .isEqualTo(
                        """
                        # TYPE plat_checkout_orders_open gauge
                        plat_checkout_orders_open{of="provisioning"} 3
                        plat_checkout_orders_open{of="refund-due"} 1
                        # TYPE plat_checkout_orders_late_seconds gauge
                        plat_checkout_orders_late_seconds 12
                        # TYPE plat_checkout_orders_parked gauge
                        plat_checkout_orders_parked 2
                        # TYPE plat_checkout_alarms gauge
                        plat_checkout_alarms 1
                        """);
    }
}
