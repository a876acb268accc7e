package dev.plat.router.core.move.model;

/** A controller's process is gone; nothing that unwinds may still have an effect. */
final class Killed extends Error {

    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
