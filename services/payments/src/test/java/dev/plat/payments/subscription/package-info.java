@NullMarked
package dev.plat.payments.subscription;

import org.jspecify.annotations.NullMarked;
