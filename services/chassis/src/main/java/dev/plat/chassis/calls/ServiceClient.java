package dev.plat.chassis.calls;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Topology;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls another service: JSON in, JSON out. A problem document comes back as the {@link
 * PlatException} it was there. An instance that cannot be connected to is skipped, since nothing
 * was sent; anything later is the caller's to repeat, which is why every internal call is
 * idempotent.
 *
 * <p>Errors: {@code try-again} when no instance answers within the deadline, and whatever the other
 * service says.
 *
 * <p>Threads: safe, blocking.
 */
@Singleton
public final class ServiceClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final Topology topology;
    private final ServiceTicket tickets;
    private final ServiceIdentity self;
    private final JsonMapper json;
    private final HttpClient http;

    ServiceClient(
            Topology topology,
            ServiceTicket tickets,
            ServiceIdentity self,
            ProcessSettings settings,
            JsonMapper json) {
        this.topology = topology;
        this.tickets = tickets;
        this.self = self;
        this.json = json;
        HttpClient.Builder line =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT);
        if (settings.authority() != null) {
            line.sslContext(Authority.only(settings.authority()));
        }
        this.http = line.build();
    }

    public <T> T get(String service, String path, Class<T> answer, Deadline deadline) {
        return read(got(service, path, Optional.empty(), deadline), answer);
    }

    /** In the name of {@code actingFor}. */
    public <T> T get(
            String service, String path, Id actingFor, Class<T> answer, Deadline deadline) {
        return read(got(service, path, Optional.of(actingFor), deadline), answer);
    }

    /** Bytes as they are, in the name of {@code actingFor}. */
    public byte[] bytes(String service, String path, Id actingFor, Deadline deadline) {
        return got(service, path, Optional.of(actingFor), deadline).body();
    }

    private HttpResponse<byte[]> got(
            String service, String path, Optional<Id> actingFor, Deadline deadline) {
        return send(
                service, "GET", path, HttpRequest.BodyPublishers.noBody(), "", actingFor, deadline);
    }

    /** Posts {@code body} as JSON, in the name of {@code actingFor} where given. */
    public <T> T post(
            String service,
            String path,
            Object body,
            Optional<Id> actingFor,
            Class<T> answer,
            Deadline deadline) {
        try {
            byte[] bytes = json.writeValueAsBytes(body);
            var publisher = HttpRequest.BodyPublishers.ofByteArray(bytes);
            return read(
                    send(service, "POST", path, publisher, "application/json", actingFor, deadline),
                    answer);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body does not become JSON", e);
        }
    }

    /** Puts {@code body} as JSON. */
    public <T> T put(String service, String path, Object body, Class<T> answer, Deadline deadline) {
        try {
            var publisher = HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
            return read(
                    send(
                            service,
                            "PUT",
                            path,
                            publisher,
                            "application/json",
                            Optional.empty(),
                            deadline),
                    answer);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body does not become JSON", e);
        }
    }

    /** Deletes; whatever a success brings back is dropped. */
    public void delete(String service, String path, Deadline deadline) {
        send(
                service,
                "DELETE",
                path,
                HttpRequest.BodyPublishers.noBody(),
                "",
                Optional.empty(),
                deadline);
    }

    /** Puts raw bytes; whatever a success brings back is dropped. */
    public void put(
            String service, String path, byte[] body, Optional<Id> actingFor, Deadline deadline) {
        var publisher = HttpRequest.BodyPublishers.ofByteArray(body);
        send(service, "PUT", path, publisher, "application/octet-stream", actingFor, deadline);
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    private HttpResponse<byte[]> send(
            String service,
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            String contentType,
            Optional<Id> actingFor,
            Deadline deadline) {
        List<Instance> instances = topology.instances(service);
        IOException last = null;
        for (Instance instance : instances) {
            deadline.check();
            var request =
                    HttpRequest.newBuilder(URI.create(instance.origin() + path))
                            .timeout(deadline.left().plusMillis(1))
                            .header("Authorization", tickets.header(self.name()))
                            .method(method, body);
            if (!contentType.isEmpty()) {
                request.header("Content-Type", contentType);
            }
            actingFor.ifPresent(account -> request.header("Plat-Acting-For", account.toString()));
            try {
                return checked(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
            } catch (ConnectException | HttpConnectTimeoutException e) {
                last = e;
            } catch (IOException e) {
                throw unreachable(service).causedBy(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unreachable(service).causedBy(e);
            }
        }
        PlatException failure = unreachable(service);
        throw last == null ? failure : failure.causedBy(last);
    }

    private HttpResponse<byte[]> checked(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() < 300) {
            return response;
        }
        Map<String, Object> problem = problem(response.body());
        ErrorCode code =
                Arrays.stream(ErrorCode.values())
                        .filter(each -> each.text().equals(problem.get("code")))
                        .findFirst()
                        .orElse(
                                response.statusCode() >= 500
                                        ? ErrorCode.TRY_AGAIN
                                        : ErrorCode.INTERNAL);
        List<Object> facts = new ArrayList<>();
        problem.forEach((key, value) -> {
            if (!List.of("type", "title", "status", "code", "detail").contains(key)) {
                facts.add(key);
                facts.add(value);
            }
        });
        throw new PlatException(
                code,
                String.valueOf(problem.getOrDefault("detail", "The other service refused.")),
                facts.toArray());
    }

    private Map<String, Object> problem(byte[] body) {
        try {
            return json.readValue(body, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            return Map.of();
        }
    }

    private <T> T read(HttpResponse<byte[]> response, Class<T> answer) {
        try {
            return json.readValue(response.body(), Argument.of(answer));
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.INTERNAL,
                            "Another service answered what we do not understand.")
                    .causedBy(e);
        }
    }

    private static PlatException unreachable(String service) {
        return new PlatException(
                ErrorCode.TRY_AGAIN,
                "Another service cannot be reached just now.",
                "service",
                service);
    }
}
