/** Tests over the whole house: who may use whom, what is confined where, names and documents. */
@NullMarked
package dev.plat.ops.rules;

import org.jspecify.annotations.NullMarked;
