package dev.plat.building.sites;

import dev.plat.chassis.ProcessSettings;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** Where a published site is visited. */
@Singleton
public final class PublishedUrls {

    private final String sitesDomain;
    private final int edgePort;

    PublishedUrls(ProcessSettings settings, @Value("${plat.edge.public-port}") int edgePort) {
        this.sitesDomain = settings.sitesDomain();
        this.edgePort = edgePort;
    }

    public String of(String slug) {
        return "http://" + slug + "." + sitesDomain + ":" + edgePort + "/";
    }
}
