package dev.plat.hosting.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.names.StoredName;
import dev.plat.hosting.tls.Certificates;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes have what was told about a name. Every registered node is asked when somebody wants
 * to know, and answers from its memory: a report that is stored would be written by each node at
 * each change, and be old when it is read. A node that does not answer has not confirmed.
 *
 * <p>Threads: safe; blocking, two seconds at most.
 */
@Singleton
final class NodeReports {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String SERVICE = "hosting";

    private final HostIndex index;
    private final Certificates certificates;
    private final Topology topology;
    private final ServiceTicket tickets;
    private final ServiceIdentity self;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();

    NodeReports(
            HostIndex index,
            Certificates certificates,
            Topology topology,
            ServiceTicket tickets,
            ServiceIdentity self,
            JsonMapper json) {
        this.index = index;
        this.certificates = certificates;
        this.topology = topology;
        this.tickets = tickets;
        this.self = self;
        this.json = json;
    }

    /** This node, from memory. */
    Here here(String host) {
        Optional<NamedHost> known = index.names().find(host);
        FeedMark mark = index.mark(Bucket.ofName(host));
        FeedMark own = known.map(NamedHost::mark).orElse(FeedMark.NONE);
        FeedMark reached = own.compareTo(mark) > 0 ? own : mark;
        return new Here(
                reached.incarnation(),
                reached.seq(),
                known.map(NamedHost::version).orElse(0L),
                index.names().held(host),
                certificates.problem(host));
    }

    /** All nodes, held against what is stored. */
    Reached reached(String host, Optional<StoredName> stored) {
        List<CompletableFuture<Node>> asked = new ArrayList<>();
        for (Instance instance : topology.instances(SERVICE)) {
            asked.add(ask(instance, host).thenApply(here -> node(instance, here, stored)));
        }
        List<Node> nodes = asked.stream().map(CompletableFuture::join).toList();
        return new Reached(
                host,
                stored.map(StoredName::version).orElse(0L),
                stored.map(StoredName::certificate).orElse(0L),
                !nodes.isEmpty() && nodes.stream().allMatch(Node::reached),
                nodes);
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    private CompletableFuture<@Nullable Here> ask(Instance instance, String host) {
        URI uri = URI.create(instance.origin() + "/internal/v1/domains/" + host + "/here");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Authorization", tickets.header(self.name()))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .<@Nullable Here>thenApply(this::read)
                .exceptionally(_ -> null);
    }

    private @Nullable Here read(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            return null;
        }
        try {
            return json.readValue(response.body(), Argument.of(Here.class));
        } catch (IOException _) {
            return null;
        }
    }

    private static Node node(Instance instance, @Nullable Here here, Optional<StoredName> stored) {
        if (here == null) {
            return new Node(instance.name(), false, false, false, "does not answer");
        }
        FeedMark wanted = stored.map(StoredName::mark).orElse(FeedMark.NONE);
        boolean told = new FeedMark(here.incarnation, here.seq).compareTo(wanted) >= 0;
        boolean certified = here.certificate >= stored.map(StoredName::certificate).orElse(0L);
        return new Node(instance.name(), told && certified, told, certified, here.problem);
    }

    /**
     * What one node has.
     *
     * @param incarnation of the bucket's feed, and
     * @param seq how far it was read
     * @param version of the name's routing; 0 for a name it does not know
     * @param certificate version of the one on its disk; 0 for none
     * @param problem why it has no newer certificate, or empty
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Here(long incarnation, long seq, long version, long certificate, String problem) {}

    /**
     * What is stored, and who has it.
     *
     * @param all whether every registered node has all of it
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Reached(String host, long version, long certificate, boolean all, List<Node> nodes) {}

    /**
     * One registered node.
     *
     * @param reached both of the next two
     * @param told it knows the last routing and the last challenges
     * @param certified it can serve the newest certificate; true while there is none
     * @param problem why not, or empty
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Node(String node, boolean reached, boolean told, boolean certified, String problem) {}
}
