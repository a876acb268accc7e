package dev.plat.ops.cluster;

import dev.plat.router.testkit.ChildLife;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as child processes of this JVM. Start, stop and kill go by a member's name, so
 * that a scenario can take anything away and bring it back on the same folder and ports.
 *
 * <p>Threads: calls for different members may run at the same time.
 */
public final class LocalCluster implements AutoCloseable {

    private final ClusterLayout layout;
    private final List<Member> members;
    private final ClusterSecrets secrets;
    private final RunState state;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable FileLock folderLock;
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
        this.members = new Members(layout, new Programs(home, layout.run()), secrets, http).all();
        this.state = new RunState(layout);
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
        lock();
        layoutPortsAreFree();
        new PortBaseFile(layout.data()).keep(layout.portBase());
        owner = true;
        // So that plat down finds a cluster that is still starting.
        state.write(members);
        progress.total(members.size() + 1);
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> databases = starters.submit(() -> startKind("database", progress, starters));
            Future<?> coordination =
                    starters.submit(() -> startKind("coordination", progress, starters));
            Future<?> cache = starters.submit(() -> startKind("cache", progress, starters));
            Future<?> files =
                    starters.submit(() -> {
                        await(coordination);
                        startKind("files", progress, starters);
                    });
            await(coordination);
            await(databases);
            progress.begin("registry and schemas");
            new Bootstrap(layout, secrets).run();
            progress.done("registry and schemas");
            startKind("service", progress, starters);
            await(files);
            await(cache);
            new Settled(layout, http).await();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        state.write(members);
    }

    /** Starts one member again on its folder and ports. */
    public void start(String name) {
        member(name).start(ChildLife.WITH_PARENT);
        state.write(members);
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
        atOnce(members, Member::kill);
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
        for (String kind : List.of("service", "files", "cache", "coordination", "database")) {
            atOnce(
                    members.stream().filter(member -> member.kind().equals(kind)).toList(),
                    Member::stop);
        }
        if (owner) { // or what is written there is another supervisor's
            state.clear();
        }
    }

    /** For all of them at the same time; returns, or throws one's failure, when all have ended. */
    static <T> void atOnce(List<T> some, Consumer<T> what) {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            some.forEach(each -> running.add(lanes.submit(() -> what.accept(each))));
        }
        running.forEach(LocalCluster::await);
    }

    private void startKind(String kind, Progress progress, ExecutorService starters) {
        List<Future<?>> starting = new ArrayList<>();
        for (Member member : members) {
            if (member.kind().equals(kind)) {
                starting.add(
                        starters.submit(() -> {
                            progress.begin(member.name());
                            member.start(ChildLife.WITH_PARENT);
                            progress.done(member.name());
                        }));
            }
        }
        starting.forEach(LocalCluster::await);
    }

    private Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        PlatException.invalidField("process", name, String.join(", ", names())));
    }

    /** One supervisor for a folder; the system gives the lock back however this process ends. */
    private void lock() {
        if (folderLock != null) {
            return; // ours already: started again after everything was killed
        }
        try {
            FileChannel channel =
                    FileChannel.open(
                            layout.run().resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            folderLock = channel.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            throw inUse().causedBy(e);
        }
        if (folderLock == null) {
            throw inUse();
        }
    }

    private PlatException inUse() {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A cluster runs on this folder already.",
                "value",
                layout.data().toString(),
                "expected",
                "plat down first, or another --data");
    }

    private void layoutPortsAreFree() {
        Map<String, Integer> taken = PortCheck.taken(members);
        if (!taken.isEmpty()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "Ports of this cluster are in use: is it running already, or something else?",
                    "value",
                    taken.toString(),
                    "expected",
                    "free ports, or another --port-base");
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
