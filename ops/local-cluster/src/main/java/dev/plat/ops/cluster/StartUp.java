package dev.plat.ops.cluster;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.domains.certificate.localca.CaFolder;
import dev.plat.router.testkit.ChildLife;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The first start of all members: each as soon as those are up that it needs. */
final class StartUp {

    private final ClusterLayout layout;
    private final ClusterSecrets secrets;
    private final ServersFile servers;
    private final HttpClient http;

    StartUp(ClusterLayout layout, ClusterSecrets secrets, ServersFile servers, HttpClient http) {
        this.layout = layout;
        this.secrets = secrets;
        this.servers = servers;
        this.http = http;
    }

    /** Returns when all of it answers. */
    void run(List<Member> members, Progress progress) {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            Kinds kinds = new Kinds(members, progress, starters);
            Future<?> databases = starters.submit(() -> kinds.start("database"));
            Future<?> coordination = starters.submit(() -> kinds.start("coordination"));
            Future<?> cache = starters.submit(() -> kinds.start("cache"));
            Future<?> keys = starters.submit(this::makeKeys);
            Future<?> outside =
                    starters.submit(() -> {
                        kinds.start("outside-database");
                        Lanes.await(keys);
                        kinds.start("outside");
                        new Shop(layout).open();
                    });
            Future<?> files =
                    starters.submit(() -> {
                        Lanes.await(coordination);
                        kinds.start("files");
                    });
            Lanes.await(coordination);
            Lanes.await(databases);
            progress.begin("registry and schemas");
            new Bootstrap(layout, secrets, servers.postgres()).run();
            progress.done("registry and schemas");
            Lanes.await(keys);
            Lanes.await(outside);
            kinds.start("service");
            Lanes.await(files);
            Lanes.await(cache);
            new Settled(layout, secrets, http).await();
        }
    }

    /** Once for a folder; a later start finds them. */
    private void makeKeys() {
        CaFolder.make(layout.authority());
        KeyFiles.make(layout.keys());
        new Shop(layout).prepare();
    }

    /** Starts all members of a kind together. */
    private record Kinds(List<Member> members, Progress progress, ExecutorService starters) {

        void start(String kind) {
            List<Future<?>> starting = new ArrayList<>();
            for (Member member : members) {
                if (member.kind().equals(kind)) {
                    starting.add(
                            starters.submit(() -> {
                                progress.begin(member.name());
                                member.start(ChildLife.WITH_PARENT, Map.of());
                                progress.done(member.name());
                            }));
                }
            }
            starting.forEach(Lanes::await);
        }
    }
}
