/**
 * Which names shall have a certificate, and when they get their next one: the rows behind {@code
 * schedule}'s decisions, the tokens of what CAs allow, and the loop that works on what is due.
 */
@NullMarked
package dev.plat.domains.renewal;

import org.jspecify.annotations.NullMarked;
