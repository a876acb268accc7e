/**
 * A certificate authority of one cluster's own, for names that no public one signs: {@code
 * localhost}, {@code test}, {@code internal} and what an operator adds. Its intermediate carries
 * those trees as critical name constraints, so whoever trusts the root is safe even from a stolen
 * intermediate.
 */
@NullMarked
package dev.plat.domains.certificate.localca;

import org.jspecify.annotations.NullMarked;
