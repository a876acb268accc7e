/**
 * What a registry can be asked for, whoever runs it and whatever it speaks. Each question has four
 * answers: done, later, no, and "nobody knows whether it happened", which is an answer like the
 * others and not an exception.
 */
@NullMarked
package dev.plat.domains.registrar;

import org.jspecify.annotations.NullMarked;
