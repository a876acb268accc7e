package dev.plat.hosting;

import dev.plat.hosting.api.SiteUrls;
import dev.plat.hosting.serve.EdgeServer;
import jakarta.inject.Singleton;

/** Where visitors find a site: HTTPS once this node holds a certificate, if so wished. */
@Singleton
final class EdgeUrls implements SiteUrls {

    private final EdgeServer edge;
    private final boolean secure;

    EdgeUrls(EdgeServer edge, EdgeConfig config) {
        this.edge = edge;
        this.secure = config.secureUrls();
    }

    @Override
    public String of(String host) {
        return (secure ? edge.origin(host) : edge.clearOrigin(host)) + "/";
    }
}
