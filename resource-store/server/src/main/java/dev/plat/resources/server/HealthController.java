package dev.plat.resources.server;

import dev.plat.resources.engine.DiskHealth;
import dev.plat.resources.engine.DiskState;
import dev.plat.schemas.Tier;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import java.util.TreeMap;

/** Tells how the node is: 200 while every disk reads and writes, 503 otherwise. */
@Controller("/health")
final class HealthController {

    private final FileNodes nodes;
    private final FileServerSettings settings;
    private final Announcement announcement;

    HealthController(FileNodes nodes, FileServerSettings settings, Announcement announcement) {
        this.nodes = nodes;
        this.settings = settings;
        this.announcement = announcement;
    }

    /**
     * The answer.
     *
     * @param status {@code UP} or {@code DOWN}
     * @param node the node's name in each of its tiers
     * @param registry whether the registry answers; nothing here depends on it
     * @param tiers by the tier's name
     */
    @Serdeable
    record Health(String status, String node, boolean registry, Map<String, Disk> tiers) {}

    /** One tier's node: {@link DiskHealth} and its data port. */
    @Serdeable
    record Disk(
            int port,
            String state,
            boolean sure,
            long resources,
            long bytes,
            int quarantined,
            long freeBytes) {}

    @Get
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<Health> health() {
        Map<String, Disk> tiers = new TreeMap<>();
        boolean up = true;
        for (Map.Entry<Tier, FileNode> entry : nodes.nodes().entrySet()) {
            DiskHealth disk = entry.getValue().engine().health();
            up &= disk.state() == DiskState.ACTIVE;
            tiers.put(entry.getKey().text(), describe(entry.getValue().port().port(), disk));
        }
        Health health =
                new Health(
                        up ? "UP" : "DOWN", settings.instance(), announcement.connected(), tiers);
        return up ? HttpResponse.ok(health) : HttpResponse.serverError(health).status(503);
    }

    private static Disk describe(int port, DiskHealth disk) {
        return new Disk(
                port,
                disk.state().name(),
                disk.sure(),
                disk.resources(),
                disk.bytes(),
                disk.quarantined(),
                disk.freeBytes());
    }
}
