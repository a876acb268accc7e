@NullMarked
package dev.plat.checkout;

import org.jspecify.annotations.NullMarked;
