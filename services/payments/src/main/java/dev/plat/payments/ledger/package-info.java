/**
 * The door into the books. What may stand there is decided by the payments tier's own SQL; here are
 * the words for it: accounts, journals, and how a failure to post is told.
 */
@NullMarked
package dev.plat.payments.ledger;

import org.jspecify.annotations.NullMarked;
