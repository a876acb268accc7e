/**
 * Who is calling: the signed sign-in ticket, the service ticket, CSRF, and how a withdrawn right
 * ends within a second.
 */
@NullMarked
package dev.plat.chassis.ticket;

import org.jspecify.annotations.NullMarked;
