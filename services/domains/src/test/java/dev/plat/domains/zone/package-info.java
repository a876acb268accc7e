/** Tests of zones as rows, with a real PostgreSQL and our own answerer behind them. */
@NullMarked
package dev.plat.domains.zone;

import org.jspecify.annotations.NullMarked;
