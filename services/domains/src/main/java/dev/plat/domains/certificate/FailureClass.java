package dev.plat.domains.certificate;

/** Whose matter a failure is; it decides when, and whether, there is a next try. */
public enum FailureClass {
    /** The name's DNS does not answer as it must. */
    DNS("dns"),
    /** The name's CAA records forbid this CA. */
    CAA("caa"),
    /** The CA could not connect. */
    CONNECT("connect"),
    /** The CA connected and found something else. */
    ANSWER("answer"),
    /** Too many requests for a limit of the CA's. */
    RATE("rate"),
    /** The CA itself. */
    SERVER("server"),
    /** The CA will not, whatever we mend. */
    POLICY("policy"),
    /** A mistake of ours; the same again would fail again. */
    OURS("ours");

    private final String text;

    FailureClass(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
