package dev.plat.checkout.order;

import org.jspecify.annotations.Nullable;

/**
 * What a purchase is subject to beside its lines.
 *
 * @param coupon that is held for it; null: none
 * @param country where the buyer says that they live, ISO 3166; null: nobody asked
 * @param taxId by which a business is known there; null: none was given
 */
public record Terms(@Nullable String coupon, @Nullable String country, @Nullable String taxId) {

    public static final Terms NONE = new Terms(null, null, null);

    public Terms withCoupon(@Nullable String other) {
        return new Terms(other, country, taxId);
    }
}
