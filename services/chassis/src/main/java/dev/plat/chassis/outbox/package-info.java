/**
 * What must not be lost on its way to another service: a row in the same transaction, delivered
 * again until its consumer has done it.
 */
@NullMarked
package dev.plat.chassis.outbox;

import org.jspecify.annotations.NullMarked;
