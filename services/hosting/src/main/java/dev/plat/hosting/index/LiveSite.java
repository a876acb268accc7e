package dev.plat.hosting.index;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows, as of one generation. A request reads one of these and keeps it to its last
 * byte, so no answer mixes two releases.
 *
 * @param host normalised
 * @param incarnation of its bucket's feed: rises when the bucket was restored from a backup
 * @param generation rises by one with each change of the site's pointer; 0 before the first deploy
 * @param release what is live; null before the first deploy
 * @param manifest the release's digest; null before the first deploy
 * @param kept manifests that this node showed before, the newest first: a page that a visitor
 *     loaded just before a flip still finds the assets it names
 */
public record LiveSite(
        String host,
        Id site,
        long incarnation,
        long generation,
        @Nullable Id release,
        @Nullable Sha256 manifest,
        List<Sha256> kept) {

    private static final int KEPT_MAX = 4;

    public LiveSite {
        kept = List.copyOf(kept);
    }

    /** News of a site, before the index adds what it showed until now. */
    public LiveSite(
            String host,
            Id site,
            long incarnation,
            long generation,
            @Nullable Id release,
            @Nullable Sha256 manifest) {
        this(host, site, incarnation, generation, release, manifest, List.of());
    }

    /** The digest of the live release's manifest. */
    public Optional<Sha256> liveManifest() {
        return Optional.ofNullable(manifest);
    }

    /** This, remembering what was shown before it. */
    LiveSite after(LiveSite before) {
        List<Sha256> shown =
                Stream.concat(before.liveManifest().stream(), before.kept.stream())
                        .filter(digest -> !digest.equals(manifest))
                        .distinct()
                        .limit(KEPT_MAX)
                        .toList();
        return new LiveSite(host, site, incarnation, generation, release, manifest, shown);
    }

    boolean newerThan(LiveSite other) {
        return incarnation != other.incarnation
                ? incarnation > other.incarnation
                : generation > other.generation;
    }
}
