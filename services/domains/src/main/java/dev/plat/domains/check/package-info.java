/**
 * What the DNS and the web say of a name, and what is missing. {@link
 * dev.plat.domains.check.Checker} asks; what it saw is a value, from which {@code Diagnosis} makes
 * findings without asking anybody. Whoever cares when to ask again has {@link
 * dev.plat.domains.check.Pursuit}.
 */
@NullMarked
package dev.plat.domains.check;

import org.jspecify.annotations.NullMarked;
