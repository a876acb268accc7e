package dev.plat.building.render;

import java.util.Optional;

/** Says where a picture stands on the published site. */
@FunctionalInterface
public interface MediaResolver {

    /** Such as {@code /_a/<sha256>.png}; empty if this site has no such picture. */
    Optional<String> publishedPath(MediaReference reference);
}
