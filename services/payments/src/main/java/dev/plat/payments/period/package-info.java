/** Calendar days and periods of them. Pure, and without a clock. */
@NullMarked
package dev.plat.payments.period;

import org.jspecify.annotations.NullMarked;
