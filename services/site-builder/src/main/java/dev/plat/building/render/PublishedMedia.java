package dev.plat.building.render;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the API's path of a picture into its place on the published site, and remembers which. */
final class PublishedMedia {

    private final MediaResolver resolver;
    private final Removals removals;
    private final Set<MediaReference> used = new LinkedHashSet<>();

    PublishedMedia(MediaResolver resolver, Removals removals) {
        this.resolver = resolver;
        this.removals = removals;
    }

    /** The URL to write; empty for a picture that is not this site's. */
    Optional<String> url(String url) {
        Optional<MediaReference> reference = MediaReference.parse(url);
        if (reference.isEmpty()) {
            return Optional.of(url);
        }
        Optional<String> path = reference.flatMap(resolver::publishedPath);
        if (path.isEmpty()) {
            removals.add("/body", url, "media-unknown");
            return Optional.empty();
        }
        used.add(reference.get());
        return path;
    }

    List<MediaReference> used() {
        return List.copyOf(used);
    }
}
