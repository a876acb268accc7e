package dev.plat.hosting.api;

import dev.plat.hosting.feed.FeedLoop;
import dev.plat.hosting.feed.Pins;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.serve.EdgeServer;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;

/** How this node stands, for operators: from memory alone. */
@Controller("/internal/v1/feed")
final class FeedController {

    private final HostIndex index;
    private final FeedLoop feed;
    private final Pins pins;
    private final EdgeServer edge;

    FeedController(HostIndex index, FeedLoop feed, Pins pins, EdgeServer edge) {
        this.index = index;
        this.feed = feed;
        this.pins = pins;
        this.edge = edge;
    }

    @Get
    Standing standing() {
        return new Standing(
                index.ready(),
                index.compared(),
                feed.stale(),
                index.size(),
                pins.incomplete(),
                edge.port(),
                edge.connections());
    }

    /**
     * This node now.
     *
     * @param ready whether it has known all sites at one moment
     * @param compared whether this process has compared itself with the whole tier, so that what it
     *     does not know does not exist
     * @param stale whether what it shows may be old
     * @param incomplete releases not whole on this node's disk
     */
    @Serdeable
    record Standing(
            boolean ready,
            boolean compared,
            boolean stale,
            int hosts,
            int incomplete,
            int edgePort,
            int connections) {}
}
