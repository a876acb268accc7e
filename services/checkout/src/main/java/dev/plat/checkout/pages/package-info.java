/** The pages where people buy: whole documents from the server, and not a line of script. */
@NullMarked
package dev.plat.checkout.pages;

import org.jspecify.annotations.NullMarked;
