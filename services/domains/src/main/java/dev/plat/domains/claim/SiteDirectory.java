package dev.plat.domains.claim;

import dev.plat.schemas.Id;
import java.util.Optional;

/** Where it is known which sites there are, and whose: site-builder. */
public interface SiteDirectory {

    /**
     * The account whose site it is; empty when it is sure that there is no such site.
     *
     * @throws dev.plat.schemas.PlatException when it cannot be told just now
     */
    Optional<Id> owner(Id site);
}
