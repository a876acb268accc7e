@NullMarked
package dev.plat.router.postgres.move;

import org.jspecify.annotations.NullMarked;
