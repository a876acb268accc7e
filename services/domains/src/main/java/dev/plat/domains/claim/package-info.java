/**
 * Who may use a name. An account claims it for a site, shows by a record in the DNS that the name
 * is its own, and then holds it until it lets go or another has shown the same while its own record
 * is gone. Everything that decides stands in the name's bucket; the account's bucket counts, and
 * the site's says what it wants.
 */
@NullMarked
package dev.plat.domains.claim;

import org.jspecify.annotations.NullMarked;
