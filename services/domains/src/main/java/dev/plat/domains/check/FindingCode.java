package dev.plat.domains.check;

/**
 * What can be wrong with a name, in the order of how much it explains: what stands further down is
 * often only a consequence. The text is for ever.
 */
public enum FindingCode {
    NAME_ON_HOLD("name-on-hold"),
    NAME_MISSING("name-missing"),
    DNSSEC_BROKEN("dnssec-broken"),
    SERVERS_DISAGREE("servers-disagree"),
    SERVER_LAME("server-lame"),
    CNAME_CONFLICT("cname-conflict"),
    CNAME_BROKEN("cname-broken"),
    PROOF_MISPLACED("proof-misplaced"),
    PROOF_OLD("proof-old"),
    PROOF_MISSING("proof-missing"),
    ADDRESS_MISSING("address-missing"),
    ADDRESS_FOREIGN("address-foreign"),
    IPV6_FOREIGN("ipv6-foreign"),
    HTTPS_RECORD_FOREIGN("https-record-foreign"),
    CAA_FORBIDS("caa-forbids"),
    PORT_80_CLOSED("port-80-closed"),
    ANSWER_FOREIGN("answer-foreign"),
    TTL_WAIT("ttl-wait");

    private final String text;

    FindingCode(String text) {
        this.text = text;
    }

    /** Kebab case, stable for ever. */
    public String text() {
        return text;
    }
}
