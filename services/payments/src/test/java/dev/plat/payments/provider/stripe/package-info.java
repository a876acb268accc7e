@NullMarked
package dev.plat.payments.provider.stripe;

import org.jspecify.annotations.NullMarked;
