package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.epp.EppRegistrar;
import dev.plat.domains.registrar.epp.EppSettings;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plat's own client against the sandbox's process, which shares no line of code with it. */
class SandboxRegistrarIT extends RegistrarContract {

    @TempDir private static Path folder;
    private static RegistryProcess registry;
    private static EppRegistrar plat;
    private static EppRegistrar rival;

    @BeforeAll
    static void start() throws IOException {
        registry = new RegistryProcess(folder);
        plat = new EppRegistrar(registry.settings("plat"), ControlPoints.NONE);
        rival = new EppRegistrar(registry.settings("rival"), ControlPoints.NONE);
    }

    @AfterAll
    static void end() {
        plat.close();
        rival.close();
        registry.close();
    }

    @Override
    Registrar ours() {
        return plat;
    }

    @Override
    Registrar theirs() {
        return rival;
    }

    @Override
    Instant turn(Duration by) {
        return registry.turn(by);
    }

    @Override
    void play(String op, String name, String script) {
        registry.play(op, name, script, 0.2);
    }

    @Override
    void calm() {
        registry.clearFaults();
    }

    @Test
    void whatWasAnsweredOutlivesAKill() throws IOException, InterruptedException {
        String name = fresh();
        bought(name);
        Instant turned = registry.turn(Duration.ofDays(3));

        registry.killAndRestart();
        plat.close();
        plat = new EppRegistrar(registry.settings("plat"), ControlPoints.NONE);
        rival = new EppRegistrar(registry.settings("rival"), ControlPoints.NONE);

        assertThat(info(name).registrar()).isEqualTo("plat");
        assertThat(registry.creates(name)).isEqualTo(1);
        assertThat(registry.now()).isAfterOrEqualTo(turned);
    }

    @Test
    void aHangEndsInTimeAndIsCarriedOutLaterAllTheSame() throws IOException {
        String name = fresh();
        registry.play("domain:create", name, "hang", 1.5);
        EppSettings hasty = registry.settings("plat").answeredWithin(Duration.ofMillis(500));
        try (EppRegistrar impatient = new EppRegistrar(hasty, ControlPoints.NONE)) {
            assertThat(impatient.create(Purchase.bare(name, 1, secret()), step("create")))
                    .isInstanceOf(Reply.Unknown.class);
        }
        assertThat(refused(ours().info(name, Optional.empty(), step("info")))).isEqualTo(2303);

        Waits.until("the late create is in the journal", () -> registry.creates(name) == 1);
    }

    @Test
    void eightAtOnceShareFourSessions() {
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<String> wanted = IntStream.range(0, 40).mapToObj(_ -> fresh()).toList();

        wanted.parallelStream()
                .forEach(name -> {
                    done(ours().create(Purchase.bare(name, 1, secret()), step("create")));
                    made.add(name);
                });

        assertThat(made).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void withoutExtensionsNamesAreStillSoldButNothingIsSaidThatNeedsThem() throws IOException {
        registry.play("greeting", "", "no-extension", 0);
        String name = fresh();
        try (EppRegistrar plain =
                new EppRegistrar(registry.settings("rival"), ControlPoints.NONE)) {
            Offer offer = done(plain.check(List.of(name), 1, step("check"))).getFirst();
            assertThat(offer.price()).isEmpty();
            done(plain.create(Purchase.bare(name, 1, secret()), step("create")));
            Change signed = Change.of(name).ds(List.of(new Ds(1, 13, 2, "AB")), List.of());
            assertThat(refused(plain.update(signed, step("update")))).isEqualTo(2103);
        }
    }

    @Test
    void rdapTellsStatusesAndTheZoneFollows() throws IOException, InterruptedException {
        String name = fresh();
        bought(name);
        String host = "ns3." + name.replace(".test", "") + ".example";
        done(ours().createHost(host, List.of(), step("host")));
        done(ours().update(Change.of(name).servers(List.of(host), List.of()), step("update")));
        assertThat(registry.admin("GET", "/zones", "").toString()).contains(host);

        done(
                ours().update(
                                Change.of(name).statuses(Set.of("clientHold"), Set.of()),
                                step("update")));

        HttpResponse<String> answer = registry.rdap("/domain/" + name);
        JsonNode told = new ObjectMapper().readTree(answer.body());
        assertThat(answer.headers().firstValue("content-type")).contains("application/rdap+json");
        assertThat(told.get("ldhName").asText()).isEqualTo(name);
        assertThat(told.get("status").toString()).contains("client hold");
        assertThat(registry.admin("GET", "/zones", "").toString()).doesNotContain(host);
        assertThat(registry.rdap("/domain/nobody-has-it.test").statusCode()).isEqualTo(404);
    }
}
