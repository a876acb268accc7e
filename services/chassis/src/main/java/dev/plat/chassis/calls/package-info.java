/** HTTP from service to service, found through the registry, with a service ticket. */
@NullMarked
package dev.plat.chassis.calls;

import org.jspecify.annotations.NullMarked;
