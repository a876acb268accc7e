/**
 * What is done when a renewal is not paid: when it is tried again, when people are told, and when
 * the plan is held and ends. Pure; billing deletes nothing.
 */
@NullMarked
package dev.plat.payments.dunning;

import org.jspecify.annotations.NullMarked;
