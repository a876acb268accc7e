/** The client's codec without a line. */
@NullMarked
package dev.plat.domains.registrar.epp;

import org.jspecify.annotations.NullMarked;
