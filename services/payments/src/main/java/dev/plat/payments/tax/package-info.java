/** Where a buyer is taxed, by what is known of them, and why so. Pure. */
@NullMarked
package dev.plat.payments.tax;

import org.jspecify.annotations.NullMarked;
