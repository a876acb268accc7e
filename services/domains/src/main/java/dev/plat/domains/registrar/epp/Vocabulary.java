package dev.plat.domains.registrar.epp;

/** EPP's name spaces. */
final class Vocabulary {

    static final String EPP = "urn:ietf:params:xml:ns:epp-1.0";
    static final String DOMAIN = "urn:ietf:params:xml:ns:domain-1.0";
    static final String CONTACT = "urn:ietf:params:xml:ns:contact-1.0";
    static final String HOST = "urn:ietf:params:xml:ns:host-1.0";
    static final String GRACE = "urn:ietf:params:xml:ns:rgp-1.0";
    static final String DNSSEC = "urn:ietf:params:xml:ns:secDNS-1.1";
    static final String FEE = "urn:ietf:params:xml:ns:epp:fee-1.0";

    private Vocabulary() {}
}
