/**
 * What the registry knows and decides: names, contacts, hosts, transfers, messages, its clock and
 * its journal. A command goes in as a frame's element and comes out as an answer; the journal keeps
 * each command that changed something, and playing it again gives the same book.
 */
@NullMarked
package dev.plat.ops.sandbox.registry.book;

import org.jspecify.annotations.NullMarked;
