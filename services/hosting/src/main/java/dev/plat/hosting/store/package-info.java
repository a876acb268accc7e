/**
 * What one hosting node holds of the published content: small bodies and manifests in memory by
 * digest, everything of the live releases on its own disk, and the way to the file servers for what
 * is not there yet.
 */
@NullMarked
package dev.plat.hosting.store;

import org.jspecify.annotations.NullMarked;
