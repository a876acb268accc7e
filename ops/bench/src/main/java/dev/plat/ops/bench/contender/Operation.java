package dev.plat.ops.bench.contender;

/** What is measured; each is one transaction with its COMMIT. */
public enum Operation {
    READ("point read"),
    WRITE("point write"),
    THREE("three statements");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
