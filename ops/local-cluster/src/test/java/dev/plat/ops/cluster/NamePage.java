package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.testkit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What somebody sees who sits before a name's page and presses "check now". */
final class NamePage {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NameRig rig;

    NamePage(NameRig rig) {
        this.rig = rig;
    }

    /** Until there is a link. */
    void awaitLive(String name) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    rig.check(name);
                    JsonNode seen = rig.name(name);
                    assertThat(seen.path("url").isTextual()).as(seen.toString()).isTrue();
                });
    }

    /** Until it says so of the certificate, and when that is tried again. */
    void awaitTold(String name, String status, String words) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    rig.check(name);
                    JsonNode seen = rig.name(name);
                    assertThat(seen.path("certificateStatus").asText())
                            .as(seen.toString())
                            .isEqualTo(status);
                    assertThat(seen.path("certificateReason").asText()).contains(words);
                    assertThat(seen.path("certificateNext").isTextual())
                            .as(seen.toString())
                            .isTrue();
                });
    }

    /** Of its certificates, the newest first. */
    List<String> states(String name) {
        JsonNode all = rig.call("GET", "/api/v1/domains/" + name + "/certificates", null, 200);
        List<String> states = new ArrayList<>();
        all.path("certificates").forEach(each -> states.add(each.path("state").asText()));
        return states;
    }
}
