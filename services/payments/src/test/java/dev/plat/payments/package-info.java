@NullMarked
package dev.plat.payments;

import org.jspecify.annotations.NullMarked;
