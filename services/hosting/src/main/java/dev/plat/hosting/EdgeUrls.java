package dev.plat.hosting;

import dev.plat.hosting.api.SiteUrls;
import dev.plat.hosting.serve.EdgeServer;
import jakarta.inject.Singleton;

/** Plain HTTP on the visitors' port, until certificates come. */
@Singleton
final class EdgeUrls implements SiteUrls {

    private static final int HTTP_PORT = 80;

    private final EdgeConfig config;
    private final EdgeServer edge;

    EdgeUrls(EdgeConfig config, EdgeServer edge) {
        this.config = config;
        this.edge = edge;
    }

    @Override
    public String of(String host) {
        Integer configured = config.publicPort();
        int port = configured == null ? edge.port() : configured;
        return "http://" + host + (port == HTTP_PORT ? "" : ":" + port) + "/";
    }
}
