/**
 * The registry's own reading and writing of EPP's XML, and the grammar that every frame is held
 * against in both directions. Shares no line with the registrar's client, so that two misreadings
 * of an RFC do not cancel out.
 */
@NullMarked
package dev.plat.ops.sandbox.registry.xml;

import org.jspecify.annotations.NullMarked;
