package dev.plat.checkout.order;

/** What a service says of an effect. */
public sealed interface Answer {

    /**
     * It is done, and will not be undone by itself.
     *
     * @param fact what the next steps need to know; empty for none
     */
    record Done(String fact) implements Answer {}

    /**
     * It is not done, and never will be under this key.
     *
     * @param reason for people; of {@link Step#EXPIRE_PAYMENT} how it is secured
     */
    record Refused(String reason) implements Answer {}

    /** Not decided, or nobody answered: it is asked again. */
    record Later() implements Answer {}
}
