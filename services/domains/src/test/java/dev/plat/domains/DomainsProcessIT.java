package dev.plat.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.Chassis;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Topology;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process itself, with a registry in memory and the other services away. */
@Servers(postgres = 2, tier = "domains")
class DomainsProcessIT {

    private static final String SECRET = "ab".repeat(32);

    /** Handed to the process, which makes its beans by itself. */
    private static final AtomicReference<Topology> TOPOLOGY =
            new AtomicReference<>(new MemoryTopology(DomainsTier.CLUSTER));

    @TempDir Path folder;

    @Test
    void itAnswersItsOwnAndRefusesTheOthers(PostgresServers servers)
            throws IOException, InterruptedException {
        TOPOLOGY.set(DomainsTier.topology(servers));
        try (ApplicationContext process = start();
                HttpClient http = HttpClient.newHttpClient()) {
            URI base = process.getBean(EmbeddedServer.class).getURI();
            assertThat(process.getBeansOfType(OutboxConsumer.class))
                    .extracting(OutboxConsumer::topic)
                    .contains("claim.wanted", "claim.ended", "host.changed");

            assertAnswer(http, base, "/api/v1/domains/shop.example.com", 401, "sign-in-required");
            assertAnswer(http, base, "/internal/v1/domains/shop.net.test", 404, "not-found");
            assertAnswer(http, base, "/internal/v1/domains/co.uk", 422, "name-is-suffix");
            assertAnswer(http, base, "/internal/v1/domains/x.sites.test", 422, "name-reserved");
            assertAnswer(http, base, "/internal/v1/domains/192.0.2.1", 422, "address-refused");
            assertAnswer(http, base, "/internal/v1/domains/*.shop.test", 422, "wildcard-refused");
        }
    }

    private static void assertAnswer(
            HttpClient http, URI base, String path, int status, String code)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path.replace("*", "%2A")));
        if (path.startsWith("/internal")) {
            ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
            request.header("Authorization", tickets.header("test"));
        }
        HttpResponse<String> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).as(path).contains("\"" + code + "\"");
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
    }

    private ApplicationContext start() throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.writeString(
                secrets,
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                domains.label=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                """
                        .formatted(SECRET));
        return Chassis.run(
                DomainsApplication.class,
                "-plat.zookeeper=127.0.0.1:1",
                "-plat.data=" + folder.resolve("data"),
                "-plat.secrets=" + secrets,
                "-plat.instance=domains-1",
                "-plat.redis=redis://127.0.0.1:1",
                "-plat.app-origin=http://app.test",
                "-plat.sites-domain=sites.test",
                "-plat.names.local-names=true",
                "-micronaut.server.port=-1");
    }

    /** A registry that knows the tier. */
    @Factory
    static final class Registry {

        @Singleton
        @Replaces(Topology.class)
        Topology topology() {
            return TOPOLOGY.get();
        }
    }
}
