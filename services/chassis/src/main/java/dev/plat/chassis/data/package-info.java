/** Lets Micronaut Data JDBC repositories work unchanged inside a routed transaction. */
@NullMarked
package dev.plat.chassis.data;

import org.jspecify.annotations.NullMarked;
