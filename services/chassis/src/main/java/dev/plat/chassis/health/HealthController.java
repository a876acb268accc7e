package dev.plat.chassis.health;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.hints.Hints;
import dev.plat.router.core.Topology;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers from memory at once, also while everything around this process is down. */
@Controller("/health")
final class HealthController {

    private final ServiceIdentity identity;
    private final ProcessSettings settings;
    private final Topology topology;
    private final Hints hints;

    HealthController(
            ServiceIdentity identity, ProcessSettings settings, Topology topology, Hints hints) {
        this.identity = identity;
        this.settings = settings;
        this.topology = topology;
        this.hints = hints;
    }

    @Get
    Map<String, Object> health() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "UP");
        body.put("service", identity.name());
        body.put("instance", settings.instance());
        body.put("cluster", topology.cluster());
        body.put("zookeeper", topology.connected() ? "connected" : "away");
        body.put("redis", hints.connected() ? "connected" : "away");
        body.put("bucketsPlaced", topology.map(identity.database()).placed());
        body.put("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime());
        return body;
    }
}
