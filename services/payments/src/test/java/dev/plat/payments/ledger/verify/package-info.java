@NullMarked
package dev.plat.payments.ledger.verify;

import org.jspecify.annotations.NullMarked;
