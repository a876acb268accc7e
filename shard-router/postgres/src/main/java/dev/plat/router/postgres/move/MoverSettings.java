package dev.plat.router.postgres.move;

import java.time.Duration;

/**
 * How a controller moves buckets.
 *
 * @param moverPassword of {@code plat_mover}
 * @param copyPassword of {@code plat_copy}, as whom one shard reads the other's changes
 * @param patience failed tries to freeze a bucket before the transactions that hold it up are ended
 * @param oldTransaction a transaction that has written and is open for so long makes a move
 *     refused: every link waits for it
 * @param silence a connection that holds a move's lock and has not been told anything for so long
 *     has nobody at its other end: longer than an answer is waited for
 */
public record MoverSettings(
        String moverPassword,
        String copyPassword,
        int patience,
        Duration oldTransaction,
        Duration silence) {

    public static final int PATIENCE = 10;
    public static final Duration OLD_TRANSACTION = Duration.ofSeconds(30);
    public static final Duration SILENCE = Duration.ofSeconds(30);

    public MoverSettings {
        if (patience < 1) {
            throw new IllegalArgumentException("patience: 1 or more, found " + patience);
        }
    }

    /** With the usual limits. */
    public static MoverSettings of(String moverPassword, String copyPassword) {
        return new MoverSettings(moverPassword, copyPassword, PATIENCE, OLD_TRANSACTION, SILENCE);
    }

    public MoverSettings withPatience(int tries) {
        return new MoverSettings(moverPassword, copyPassword, tries, oldTransaction, silence);
    }

    public MoverSettings withSilence(Duration limit) {
        return new MoverSettings(moverPassword, copyPassword, patience, oldTransaction, limit);
    }

    /** Never in a log. */
    @Override
    public String toString() {
        return "MoverSettings[patience " + patience + "]";
    }
}
