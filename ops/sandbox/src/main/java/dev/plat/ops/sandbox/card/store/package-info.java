/**
 * What the card provider has written down, in a schema of its own: its objects, the answers it gave
 * under a key, what became of money, and which messages are still to be delivered. A change is one
 * transaction; nothing is answered before it is committed.
 */
@NullMarked
package dev.plat.ops.sandbox.card.store;

import org.jspecify.annotations.NullMarked;
