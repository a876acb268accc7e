package dev.plat.hosting.names;

import dev.plat.hosting.index.FeedMark;

/**
 * What the tier knows of a name.
 *
 * @param mark of its last change
 * @param version of the head; 0 while none was told
 * @param certificate its version; 0 while there is none
 */
public record StoredName(FeedMark mark, long version, long certificate) {}
