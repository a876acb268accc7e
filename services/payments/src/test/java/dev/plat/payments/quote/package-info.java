@NullMarked
package dev.plat.payments.quote;

import org.jspecify.annotations.NullMarked;
