/** Tests of what orders would carry where. */
@NullMarked
package dev.plat.router.controller.planning;

import org.jspecify.annotations.NullMarked;
