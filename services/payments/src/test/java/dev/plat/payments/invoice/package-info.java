@NullMarked
package dev.plat.payments.invoice;

import org.jspecify.annotations.NullMarked;
