package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.testkit.Waits;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Invariant 1, durability: what was acknowledged is there after kill -9 of everything; and of a
 * part, nobody notices.
 */
@ExtendWith(RunningCluster.class)
class DurabilityScenario {

    @Test
    void anAcknowledgedSaveUploadAndPublishSurviveKillingEverything(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "powercut@example.org");
        String site = customer.makeSite("powercut", "business");
        String document = customer.homeDocument(site);
        byte[] picture = Pictures.png(640, 480, 42);
        String url = Saves.upload(customer, site, picture);
        JsonNode loaded = customer.get(Saves.path(site, document)).json();
        JsonNode edited =
                Saves.withPicture(
                        Saves.withText(loaded.path("body"), "kept through a power cut"), url);
        Customer.Answer saved =
                Saves.save(customer, site, document, loaded.path("rev").asLong(), edited);
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        Customer.Answer published = Saves.publish(customer, site);
        assertThat(published.status()).as(published.text()).isEqualTo(200);

        cluster.killAll();
        cluster.start(Progress.silent());

        JsonNode again = customer.get(Saves.path(site, document)).json();
        assertThat(again.path("rev").asLong()).isEqualTo(saved.json().path("rev").asLong());
        assertThat(again.toString()).contains("kept through a power cut");
        assertThat(customer.get(url).response().body()).isEqualTo(picture);
        HttpResponse<byte[]> page = Http.get(customer.visit("powercut", "/"));
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertThat(page.statusCode()).as(html).isEqualTo(200);
        assertThat(html).contains("kept through a power cut");
        String source = Jsoup.parse(html).select("img[alt='a picture']").attr("src");
        assertThat(Http.get(customer.visit("powercut", source)).body()).isEqualTo(picture);
    }

    @Test
    void killingAFileServerDuringADeployFailsNeitherTheDeployNorAnyVisit(LocalCluster cluster)
            throws Exception {
        Path folder = Files.createDirectories(cluster.layout().data().resolve("many-files"));
        for (int i = 0; i < 300; i++) {
            Files.write(folder.resolve("picture-" + i + ".png"), Pictures.png(64, 64, i));
        }
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>many</title>");
        Cli cli = new Cli(cluster);
        Cli.Result first = cli.run("site", "deploy", folder.toString(), "--slug", "many-files");
        assertThat(first.exit()).as(first.output()).isZero();
        for (int i = 0; i < 300; i++) {
            Files.write(folder.resolve("picture-" + i + ".png"), Pictures.png(64, 64, 1000 + i));
        }
        Customer visitor = Customer.stranger(cluster);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger visits = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        CompletableFuture<Void> visiting =
                CompletableFuture.runAsync(() -> {
                    while (!stop.get()) {
                        int n = visits.incrementAndGet();
                        if (Http.get(visitor.visit("many-files", "/picture-" + n % 300 + ".png"))
                                        .statusCode()
                                != 200) {
                            failures.incrementAndGet();
                        }
                    }
                });
        CompletableFuture<Cli.Result> deploying =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return cli.run("site", "deploy", folder.toString(), "--slug", "many-files");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
        Waits.until("visitors are at it", () -> visits.get() > 50);

        cluster.kill("files-2");
        Cli.Result second = deploying.get();
        stop.set(true);
        visiting.get();
        cluster.start("files-2");

        assertThat(second.exit()).as(second.output()).isZero();
        assertThat(failures).hasValue(0);
        assertThat(visits.get()).isGreaterThan(50);
        assertThat(Http.get(visitor.visit("many-files", "/picture-7.png")).body())
                .isEqualTo(Pictures.png(64, 64, 1007));
        System.out.println(
                "deploy went through with a file server killed; " + visits + " visits, 0 failed");
    }
}
