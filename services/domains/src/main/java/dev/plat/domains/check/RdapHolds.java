package dev.plat.domains.check;

import dev.plat.router.core.Deadline;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry by RDAP (RFC 9082, 9083) whether it or the registrar holds a domain back. Only
 * asked after the parent's servers said that they do not know the domain.
 *
 * <p>Threads: safe; waits for the answer.
 */
public final class RdapHolds implements HoldSource {

    private static final Logger LOG = LoggerFactory.getLogger(RdapHolds.class);
    private static final Set<String> HOLDS = Set.of("client hold", "server hold");
    private static final int BODY_BYTES_MAX = 1 << 16;

    private final Map<String, URI> servers;
    private final HttpClient http;
    private final JsonMapper json;

    /**
     * Opens nothing.
     *
     * @param servers by top-level domain; each ends in a slash, as IANA's bootstrap file has them
     * @param http must not follow redirects out of the registry
     */
    public RdapHolds(Map<String, URI> servers, HttpClient http, JsonMapper json) {
        this.servers = Map.copyOf(servers);
        this.http = http;
        this.json = json;
    }

    @Override
    public Set<String> holds(String registeredDomain, Deadline deadline) {
        URI server = servers.get(registeredDomain.substring(registeredDomain.lastIndexOf('.') + 1));
        if (server == null || deadline.passed()) {
            return Set.of();
        }
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("domain/" + registeredDomain))
                        .header("Accept", "application/rdap+json")
                        .timeout(deadline.left().plusMillis(1))
                        .build();
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return response.statusCode() == 200
                        ? holds(body.readNBytes(BODY_BYTES_MAX))
                        : Set.of();
            }
        } catch (IOException e) {
            LOG.info("RDAP of {} did not answer: {}", server, e.getMessage());
            return Set.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    private Set<String> holds(byte[] body) throws IOException {
        Map<String, Object> domain =
                json.readValue(body, Argument.mapOf(String.class, Object.class));
        Set<String> holds = new HashSet<>();
        if (domain != null && domain.get("status") instanceof List<?> codes) {
            for (Object code : codes) {
                String text = String.valueOf(code).toLowerCase(Locale.ROOT);
                if (HOLDS.contains(text)) {
                    holds.add(text);
                }
            }
        }
        return holds;
    }
}
