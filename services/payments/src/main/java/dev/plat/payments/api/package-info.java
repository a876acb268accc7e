/** Payments over HTTP, for the cluster's own services. */
@NullMarked
package dev.plat.payments.api;

import org.jspecify.annotations.NullMarked;
