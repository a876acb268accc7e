package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.testkit.ChildLife;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as child processes of this JVM. Start, stop and kill go by a member's name, so
 * that a scenario can take anything away and bring it back on the same folder and ports.
 *
 * <p>Threads: calls for different members may run at the same time.
 */
public final class LocalCluster implements AutoCloseable {

    private static final String ADD_POSTGRES = "add-postgres";
    private static final String START_ENDED = "start-ended";

    /** What needs nobody first. */
    private static final List<String> KINDS =
            List.of(
                    "outside-database",
                    "outside",
                    "database",
                    "coordination",
                    "cache",
                    "files",
                    "service");

    private final ClusterLayout layout;
    private final Members kinds;
    private final ServersFile servers;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final ClusterSecrets secrets;
    private final RunState state;
    private final FolderLock lock;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable CommandFolder commands;
    private boolean owner;

    private LocalCluster(ClusterLayout layout, Path home) {
        this.layout = layout;
        try {
            Files.createDirectories(layout.logs());
            Files.createDirectories(layout.run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.secrets = ClusterSecrets.loadOrMake(layout.secrets());
        this.kinds = new Members(layout, new Programs(home, layout.run()), secrets, http);
        this.servers = new ServersFile(layout.data());
        members.addAll(kinds.all(servers.postgres()));
        this.state = new RunState(layout);
        this.lock = new FolderLock(layout);
    }

    /**
     * A cluster on its folder, nothing of it running yet.
     *
     * @param home the checkout whose build is to run
     */
    public static LocalCluster at(ClusterLayout layout, Path home) {
        return new LocalCluster(layout, home);
    }

    /**
     * Starts everything and returns when all of it answers. What cannot start stops the rest.
     *
     * @param progress told of each step
     * @throws PlatException {@code internal}, naming the process and the end of its log; {@code
     *     config-invalid} when a port is taken
     */
    public void start(Progress progress) {
        lock.take();
        PortCheck.requireFree(members);
        new PortBaseFile(layout.data()).keep(layout.portBase());
        owner = true;
        // So that plat down finds a cluster that is still starting.
        state.write(members);
        progress.total(members.size() + 1);
        try {
            new StartUp(layout, secrets, servers, http).run(members, progress);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        state.write(members);
        if (commands == null) {
            commands = CommandFolder.watch(layout.run(), this::carryOut);
        }
    }

    /** Starts one member again on its folder and ports. */
    public void start(String name) {
        start(name, Map.of());
    }

    /**
     * The same with system properties besides its usual ones, for a member that is a JVM: {@code
     * plat.control} stops it at named points.
     */
    public void start(String name, Map<String, String> properties) {
        member(name).start(ChildLife.WITH_PARENT, properties);
        state.write(members);
    }

    /**
     * Starts one more PostgreSQL server, empty, and keeps that it is one of this cluster.
     *
     * @return its name: {@code postgres-3}
     * @throws PlatException {@code config-invalid} when there are as many as may be, or the port is
     *     taken
     */
    public synchronized String addPostgres() {
        int server = servers.postgres().size() + 1;
        if (server > ClusterLayout.POSTGRES_SERVERS_MAX) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "This machine's cluster has as many PostgreSQL servers as it may.",
                    "value",
                    server,
                    "expected",
                    "%d at most; name another machine's server as host:port"
                            .formatted(ClusterLayout.POSTGRES_SERVERS_MAX));
        }
        Member added = kinds.postgres(server);
        add(added);
        servers.keep(server);
        return added.name();
    }

    /**
     * Starts one more controller, which waits until the one that leads ends; not kept.
     *
     * @return its name: {@code controller-2}
     */
    public synchronized String addController() {
        long controllers =
                members.stream().filter(one -> one.name().startsWith("controller-")).count();
        if (controllers >= ClusterLayout.CONTROLLERS_MAX) {
            throw PlatException.invalidField(
                    "controllers", controllers + 1, ClusterLayout.CONTROLLERS_MAX + " at most");
        }
        Member added = kinds.controller((int) controllers + 1);
        add(added);
        return added.name();
    }

    private void add(Member added) {
        PortCheck.requireFree(List.of(added));
        added.start(ChildLife.WITH_PARENT, Map.of());
        members.add(added);
        state.write(members);
    }

    /** What {@code plat} asks of a running cluster. */
    private Map<String, Object> carryOut(JsonNode request) {
        String command = request.path("command").asText();
        return switch (command) {
            case START_ENDED -> Map.of("names", startEnded());
            case ADD_POSTGRES -> {
                String name = addPostgres();
                yield Map.of(
                        "name", name, "address", "127.0.0.1:" + member(name).ports().get("sql"));
            }
            default ->
                    throw PlatException.invalidField(
                            "command", command, ADD_POSTGRES + ", " + START_ENDED);
        };
    }

    /**
     * Starts what does not run any more, on its folder and ports.
     *
     * @return the names, in the order of starting
     */
    public synchronized List<String> startEnded() {
        List<Member> ended = new ArrayList<>();
        for (String kind : KINDS) {
            members.stream()
                    .filter(member -> member.kind().equals(kind) && member.pid() == 0)
                    .forEach(ended::add);
        }
        for (Member member : ended) {
            start(member.name());
        }
        return ended.stream().map(Member::name).toList();
    }

    /** Asks one member to end. */
    public void stop(String name) {
        member(name).stop();
        state.write(members);
    }

    /** SIGKILL to one member. */
    public void kill(String name) {
        member(name).kill();
        state.write(members);
    }

    /**
     * SIGKILL to all members at about the same moment: a power cut, as far as one machine can play
     * it.
     */
    public void killAll() {
        Lanes.atOnce(members, Member::kill);
        state.write(members);
    }

    public ClusterLayout layout() {
        return layout;
    }

    /** The names of all members, in the order of starting. */
    public List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    /** Services first, databases last. Idempotent. */
    @Override
    public void close() {
        if (commands != null) {
            commands.close();
        }
        for (String kind : KINDS.reversed()) {
            Lanes.atOnce(
                    members.stream().filter(member -> member.kind().equals(kind)).toList(),
                    Member::stop);
        }
        if (owner) { // or what is written there is another supervisor's
            state.clear();
        }
    }

    private Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        PlatException.invalidField("process", name, String.join(", ", names())));
    }
}
