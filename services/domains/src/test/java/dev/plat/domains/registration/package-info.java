/** Orders, their machine and their book. */
@NullMarked
package dev.plat.domains.registration;

import org.jspecify.annotations.NullMarked;
