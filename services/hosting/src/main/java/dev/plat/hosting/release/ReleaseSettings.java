package dev.plat.hosting.release;

/**
 * What a publisher says about a release as a whole.
 *
 * @param builder the pages were rendered by site-builder and obey its strict content policy; false
 *     for any other static site, which gets no policy of ours
 */
public record ReleaseSettings(boolean builder) {}
