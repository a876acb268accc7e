/**
 * Blobs on one node: what identifies a resource (digest, key, locator), what is known about it, and
 * the interface that memory, disk and later S3 implement alike. Nothing here knows of replicas,
 * maps or HTTP.
 */
@NullMarked
package dev.plat.resources.blob;

import org.jspecify.annotations.NullMarked;
