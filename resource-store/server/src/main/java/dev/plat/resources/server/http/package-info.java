/**
 * The data port of a file server: HTTP/1.1 by Netty, one virtual thread for each connection that
 * takes one request after the other, checks it in a fixed order, and reads or writes the engine.
 * Event loops only move bytes.
 */
@NullMarked
package dev.plat.resources.server.http;

import org.jspecify.annotations.NullMarked;
