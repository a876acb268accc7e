/**
 * Reading a zone off servers that are not ours, when its name comes over to us: all of it where
 * they let us, else what stands at the names that people use.
 */
@NullMarked
package dev.plat.domains.dns.copy;

import org.jspecify.annotations.NullMarked;
