package dev.plat.schemas;

/** What an {@link Id} identifies. The prefix stands in URLs and never changes. */
public enum IdKind {
    ACCOUNT("acct"),
    SESSION("sess"),
    HANDOFF("hand"),
    SITE("site"),
    PAGE("page"),
    DOCUMENT("doc"),
    MEDIA("media"),
    PUBLICATION("publ"),
    RELEASE("rel"),
    DEPLOY("depl"),
    EVENT("evt"),
    CLAIM("claim"),
    CERTIFICATE("cert"),
    CERTIFICATE_ORDER("cord"),
    REGISTRATION("regn"),
    REGISTRY_ORDER("rord"),
    CONTACT("cont"),
    PAYMENT("pay"),
    ATTEMPT("att"),
    REFUND("rfnd"),
    SUBSCRIPTION("sub"),
    INVOICE("inv"),
    ORDER("ord"),
    CART("cart"),
    ENDPOINT("endp");

    private final String prefix;

    IdKind(String prefix) {
        this.prefix = prefix;
    }

    /** The text before the underscore. */
    public String prefix() {
        return prefix;
    }
}
