@NullMarked
package dev.plat.payments.refund;

import org.jspecify.annotations.NullMarked;
