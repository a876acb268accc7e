/**
 * What services import to keep and find resources: one {@link
 * dev.plat.resources.client.ResourceStore} for each file tier, with placement, quorum writes and
 * verified reads behind it.
 */
@NullMarked
package dev.plat.resources.client;

import org.jspecify.annotations.NullMarked;
