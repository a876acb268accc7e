@NullMarked
package dev.plat.payments.reconcile;

import org.jspecify.annotations.NullMarked;
