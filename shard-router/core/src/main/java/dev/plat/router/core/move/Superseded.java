package dev.plat.router.core.move;

/** Another controller has taken over, or this one no longer leads: stop at once, touch nothing. */
public final class Superseded extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Superseded(String text) {
        super(text);
    }
}
