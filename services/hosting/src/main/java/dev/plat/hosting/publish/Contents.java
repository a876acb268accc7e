package dev.plat.hosting.publish;

import dev.plat.hosting.release.Manifest;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.ResourceStore;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which contents of a release its site does not hold yet. Asked by this site's keys alone: if the
 * whole store were asked, knowing a digest would be a right to read, and the answer would tell who
 * has a file.
 *
 * <p>Threads: safe; blocking.
 */
final class Contents {

    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private final ResourceStore hostingFiles;
    private final ResourceStore buildingFiles;

    Contents(ResourceStore hostingFiles, ResourceStore buildingFiles) {
        this.hostingFiles = hostingFiles;
        this.buildingFiles = buildingFiles;
    }

    /** In the order of their digests; what site-builder has for this site is brought over first. */
    List<Sha256> missing(Id site, Manifest manifest) {
        Map<ResourceKey, Sha256> byKey = new HashMap<>();
        manifest.contents()
                .forEach(content -> byKey.put(hostingFiles.keyOf(site, content), content));
        Collection<ResourceKey> missing = hostingFiles.missing(byKey.keySet());
        if (!missing.isEmpty()) {
            missing = copy(missing);
        }
        return missing.stream()
                .map(key -> byKey.getOrDefault(key, manifest.digest()))
                .sorted((a, b) -> a.hex().compareTo(b.hex()))
                .toList();
    }

    /** A publisher can always send what cannot be copied just now. */
    private Collection<ResourceKey> copy(Collection<ResourceKey> missing) {
        try {
            return hostingFiles.copyMissing(missing, buildingFiles).nowhere();
        } catch (PlatException e) {
            if (!e.code().retryable()) {
                throw e;
            }
            LOG.warn("nothing was copied from building-files: {}", e.getMessage());
            return hostingFiles.missing(missing);
        }
    }
}
