/** Tests of the controller, on databases that are played. */
@NullMarked
package dev.plat.router.controller;

import org.jspecify.annotations.NullMarked;
