/** What accounts may do, as the payments service says, in each service that obeys it. */
@NullMarked
package dev.plat.chassis.entitlement;

import org.jspecify.annotations.NullMarked;
