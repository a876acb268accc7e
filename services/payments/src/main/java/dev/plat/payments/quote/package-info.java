/**
 * What a purchase will cost, to the unit, before anybody pays: lines, discount, tax and total.
 * Pure: the same catalogue, request and moment give the same quote. It is signed, so that another
 * service can show it and bring it back; nobody pays a price they did not see.
 */
@NullMarked
package dev.plat.payments.quote;

import org.jspecify.annotations.NullMarked;
