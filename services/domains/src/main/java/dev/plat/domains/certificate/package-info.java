/**
 * How a name gets its certificate and its next one: orders that any process can take over at any
 * point, and the seam behind which a certificate authority stands. Keys are made here, sealed to
 * hosting before they are stored, and never read again.
 */
@NullMarked
package dev.plat.domains.certificate;

import org.jspecify.annotations.NullMarked;
