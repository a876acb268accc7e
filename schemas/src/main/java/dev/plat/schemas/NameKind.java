package dev.plat.schemas;

/** What a {@link Name} names. The text stands in the databases and never changes. */
public enum NameKind {
    /** A sign-in address, in the building tier. */
    EMAIL("email"),
    /** A host name of a published site, in the hosting tier. */
    HOST("host");

    private final String text;

    NameKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
