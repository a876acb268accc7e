@NullMarked
package dev.plat.payments.payment;

import org.jspecify.annotations.NullMarked;
