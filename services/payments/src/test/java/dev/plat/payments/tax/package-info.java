@NullMarked
package dev.plat.payments.tax;

import org.jspecify.annotations.NullMarked;
