package dev.plat.payments.provider;

/** What a refusal of the buyer's bank means for another try. */
public enum DeclineClass {
    /** The same card may do later. */
    SOFT,
    /** This card never will. */
    HARD,
    /** The buyer has to confirm. */
    ACTION
}
