/**
 * Certificate authorities that speak ACME (RFC 8555), by acme4j, which nobody outside of this
 * package sees.
 */
@NullMarked
package dev.plat.domains.certificate.acme;

import org.jspecify.annotations.NullMarked;
