/**
 * What is for sale: plans, prices, taxes and what a plan entitles to, as one immutable version with
 * a digest. A price is superseded, never edited, so what somebody once agreed to can always be read
 * again. Pure.
 */
@NullMarked
package dev.plat.payments.catalogue;

import org.jspecify.annotations.NullMarked;
