/** Hosting's API over the chassis: thin controllers, and what ties publishing to other services. */
@NullMarked
package dev.plat.hosting.api;

import org.jspecify.annotations.NullMarked;
