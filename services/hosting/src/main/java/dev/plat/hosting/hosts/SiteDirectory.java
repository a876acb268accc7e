package dev.plat.hosting.hosts;

import dev.plat.schemas.Id;
import java.util.Optional;

/** Where it is known which sites were written: site-builder. */
public interface SiteDirectory {

    /** A site that exists. */
    record Known(Id owner, String slug) {}

    /**
     * Empty when it is sure that there is no such site.
     *
     * @throws dev.plat.schemas.PlatException when it cannot be told just now
     */
    Optional<Known> find(Id site);
}
