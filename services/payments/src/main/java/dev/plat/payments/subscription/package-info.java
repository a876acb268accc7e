/**
 * What an account is on, and which of its days it has paid for: periods counted from an anchor,
 * coverage by day, and what a change costs. What is decided is pure; where it is kept stands in
 * {@code PostgresSubscriptions}.
 */
@NullMarked
package dev.plat.payments.subscription;

import org.jspecify.annotations.NullMarked;
