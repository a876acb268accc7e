package dev.plat.router.core.move;

/** A check said no; the text says what was found and what would help. The move goes back. */
public final class MoveRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final String why;

    public MoveRefused(String why) {
        super(why);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
