@NullMarked
package dev.plat.payments.store;

import org.jspecify.annotations.NullMarked;
