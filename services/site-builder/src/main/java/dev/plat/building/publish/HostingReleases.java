package dev.plat.building.publish;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hosting's digest-map API, as site-builder uses it: the same calls that any static site is
 * deployed with.
 */
@Singleton
final class HostingReleases {

    private static final String SERVICE = "hosting";

    private final ServiceClient client;

    HostingReleases(ServiceClient client) {
        this.client = client;
    }

    /** Names the files of a new release; the answer says which bytes hosting lacks. */
    Opened open(Id site, Id account, List<FileEntry> files, Deadline deadline) {
        return client.post(
                SERVICE,
                base(site) + "/releases",
                new NewRelease(files, Map.of("builder", true)),
                Optional.of(account),
                Opened.class,
                deadline);
    }

    void put(Id site, Id account, String release, Sha256 digest, byte[] bytes, Deadline deadline) {
        String path = base(site) + "/releases/" + release + "/resources/" + digest.hex();
        client.put(SERVICE, path, bytes, Optional.of(account), deadline);
    }

    void seal(Id site, Id account, String release, Deadline deadline) {
        client.post(
                SERVICE,
                base(site) + "/releases/" + release + "/seal",
                Map.of(),
                Optional.of(account),
                Sealed.class,
                deadline);
    }

    Deployed deploy(Id site, Id account, String release, Deadline deadline) {
        return client.post(
                SERVICE,
                base(site) + "/deploys",
                Map.of("release", release),
                Optional.of(account),
                Deployed.class,
                deadline);
    }

    private static String base(Id site) {
        return "/api/v1/sites/" + site;
    }

    @Serdeable
    record FileEntry(String path, String sha256, long size) {}

    @Serdeable
    record NewRelease(List<FileEntry> files, Map<String, Object> settings) {}

    @Serdeable
    record Opened(String release, List<String> missing) {}

    @Serdeable
    record Sealed(String manifest) {}

    @Serdeable
    record Deployed(long generation, String release, String url) {}
}
