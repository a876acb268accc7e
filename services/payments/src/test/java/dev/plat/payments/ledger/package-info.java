@NullMarked
package dev.plat.payments.ledger;

import org.jspecify.annotations.NullMarked;
