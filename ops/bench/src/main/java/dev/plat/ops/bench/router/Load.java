package dev.plat.ops.bench.router;

/**
 * Under which contenders are compared.
 *
 * @param threads that ask at the same time
 * @param synced whether a COMMIT waits for the disk: where it does, two stretches of the same
 *     contender differ by more than the router costs
 */
public record Load(int threads, boolean synced) {

    String text() {
        return "%d %s%s"
                .formatted(
                        threads, threads == 1 ? "thread" : "threads", synced ? "" : ", fsync off");
    }
}
