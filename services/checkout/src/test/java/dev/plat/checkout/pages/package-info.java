@NullMarked
package dev.plat.checkout.pages;

import org.jspecify.annotations.NullMarked;
