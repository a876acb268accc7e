@NullMarked
package dev.plat.payments.outgoing;

import org.jspecify.annotations.NullMarked;
