package dev.plat.domains.check;

/** What a check learned. A name server that is silent is no evidence, for nobody. */
public enum Seen {
    YES,
    NO,
    /** Those who know did not answer, or not with one voice: ask again, decide nothing. */
    UNKNOWN
}
