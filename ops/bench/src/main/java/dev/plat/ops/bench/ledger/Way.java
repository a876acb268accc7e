package dev.plat.ops.bench.ledger;

/** How journals are written. */
enum Way {
    ONE_BY_ONE("one by one"),
    BATCHED("batched");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    int journals(int batch) {
        return this == ONE_BY_ONE ? 1 : batch;
    }
}
