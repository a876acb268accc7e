/**
 * The file server's process: one node of each file tier it is given, each with its own folder and
 * data port, and one admin port for health.
 */
@NullMarked
package dev.plat.resources.server;

import org.jspecify.annotations.NullMarked;
