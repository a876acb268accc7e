@NullMarked
package dev.plat.payments.catalogue;

import org.jspecify.annotations.NullMarked;
