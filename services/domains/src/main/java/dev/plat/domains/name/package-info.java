/**
 * What a host name is. One normal form (UTS #46, the A-label) so that two spellings are one key,
 * one reading for people, the domain it was registered under, and the names that nobody may claim
 * here. Pure: nobody is asked, nothing is stored.
 */
@NullMarked
package dev.plat.domains.name;

import org.jspecify.annotations.NullMarked;
