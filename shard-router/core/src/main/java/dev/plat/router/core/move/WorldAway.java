package dev.plat.router.core.move;

/**
 * A shard did not answer, or broke off: what was asked of it may have happened. Look again, then go
 * on from what is there.
 */
public final class WorldAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WorldAway(String text) {
        super(text);
    }

    public WorldAway(String text, Throwable cause) {
        super(text, cause);
    }
}
