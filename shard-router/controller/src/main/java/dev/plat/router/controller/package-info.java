/**
 * The process that carries out operators' orders: several may run, one leads. It plans, makes the
 * moves, follows them to their end, and tells the registry; every one of its decisions is a pure
 * function of the order and of what the databases say about its moves, so that the next controller
 * comes to the same.
 */
@NullMarked
package dev.plat.router.controller;

import org.jspecify.annotations.NullMarked;
