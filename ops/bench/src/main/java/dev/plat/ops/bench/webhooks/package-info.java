/**
 * How soon a provider is answered that tells what happened: payments as it runs, at a fixed rate.
 */
@NullMarked
package dev.plat.ops.bench.webhooks;

import org.jspecify.annotations.NullMarked;
