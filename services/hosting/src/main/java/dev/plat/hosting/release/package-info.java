/**
 * What a published site is: an immutable manifest of paths, digests, types and routes. Pure: path
 * rules, media types, clean URLs and the codec of {@code plat-release/1}; equal input gives equal
 * bytes on every machine.
 */
@NullMarked
package dev.plat.hosting.release;

import org.jspecify.annotations.NullMarked;
