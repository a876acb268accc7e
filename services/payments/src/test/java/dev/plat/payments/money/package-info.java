@NullMarked
package dev.plat.payments.money;

import org.jspecify.annotations.NullMarked;
