package dev.plat.schemas;

/** What a {@link Name} names. The text stands in the databases and never changes. */
public enum NameKind {
    /** A sign-in address, in the building tier. */
    EMAIL("email"),
    /**
     * A published site's own subdomain in the hosting tier, a customer's name in the domains tier.
     */
    HOST("host"),
    /** A DNS zone that Plat answers for, in the domains tier. */
    ZONE("zone"),
    /** A name that is bought through Plat, in the domains tier. */
    REGISTRATION("registration"),
    /** What a payment provider tells us of, by its own id, in the payments tier. */
    PROVIDER_EVENT("provider-event"),
    /** What a payment provider says it moved, by its own id, in the payments tier. */
    PROVIDER_MOVEMENT("provider-movement"),
    /** A payment provider, for how far its lists have been read, in the payments tier. */
    PROVIDER("provider"),
    /** A coupon, by its code, in the payments tier. */
    COUPON("coupon"),
    /** What is for sale, in the payments tier; there is one. */
    CATALOGUE("catalogue");

    private final String text;

    NameKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
