/**
 * HTTP as the card provider needs it: a question, an answer or a cut line, and a port with or
 * without TLS, on loopback only.
 */
@NullMarked
package dev.plat.ops.sandbox.card.line;

import org.jspecify.annotations.NullMarked;
