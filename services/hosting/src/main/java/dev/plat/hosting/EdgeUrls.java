package dev.plat.hosting;

import dev.plat.hosting.api.SiteUrls;
import dev.plat.hosting.serve.EdgeServer;
import jakarta.inject.Singleton;

/** Where visitors find a site: HTTPS once this node holds a certificate for its host. */
@Singleton
final class EdgeUrls implements SiteUrls {

    private final EdgeServer edge;

    EdgeUrls(EdgeServer edge) {
        this.edge = edge;
    }

    @Override
    public String of(String host) {
        return edge.origin(host) + "/";
    }
}
