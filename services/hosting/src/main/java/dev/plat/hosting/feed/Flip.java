package dev.plat.hosting.feed;

import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.store.Depth;
import dev.plat.hosting.store.NodeStore;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node show what is live. One reference changes, once the new release's manifest is
 * here; until then visitors see the release before it, whole.
 *
 * <p>Threads: safe; blocking.
 */
public final class Flip {

    private static final Logger LOG = LoggerFactory.getLogger(Flip.class);
    private static final Duration COURTESY = Duration.ofMillis(300);

    private final HostIndex index;
    private final NodeStore store;
    private final Pins pins;

    public Flip(HostIndex index, NodeStore store, Pins pins) {
        this.index = index;
        this.store = store;
        this.pins = pins;
    }

    /** False when it has to be tried again, because the manifest cannot be had just now. */
    public boolean to(LiveSite site) {
        Optional<Sha256> digest = site.liveManifest();
        if (digest.isEmpty()) {
            index.offer(site);
            return true;
        }
        try {
            Manifest manifest =
                    store.manifest(site.site(), digest.get(), Depth.EVERYWHERE).orElseThrow();
            pins.prepare(site.site(), manifest, shown(site) ? COURTESY : Duration.ZERO);
            index.offer(site);
            return true;
        } catch (PlatException e) {
            LOG.warn("{} keeps what it shows for now: {}", site.host(), e.getMessage());
            if (!shown(site)) {
                // Nothing older to show: known and not here is 503, unknown would be 404.
                index.offer(site);
            }
            return false;
        }
    }

    /** Whether visitors see a release of this site now, so that there is time to prepare. */
    private boolean shown(LiveSite site) {
        return index.find(site.host()).flatMap(LiveSite::liveManifest).isPresent();
    }
}
