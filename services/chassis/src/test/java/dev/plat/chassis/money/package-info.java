@NullMarked
package dev.plat.chassis.money;

import org.jspecify.annotations.NullMarked;
