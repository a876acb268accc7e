/**
 * Accounts, their names and passwords, signing up, in and out, and who may say that a ticket still
 * holds.
 */
@NullMarked
package dev.plat.building.accounts;

import org.jspecify.annotations.NullMarked;
