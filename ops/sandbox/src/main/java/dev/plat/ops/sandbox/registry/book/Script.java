package dev.plat.ops.sandbox.registry.book;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong on demand. */
public enum Script {
    /** No answer ever; the command is carried out all the same, when the wait is over. */
    HANG("hang"),
    /** Answered, but late. */
    SLOW("slow"),
    /** The line is cut before anything happened. */
    RESET_BEFORE("reset-before"),
    /** The line is cut after it happened and was written down. */
    RESET_AFTER_COMMIT("reset-after-commit"),
    /** "Command failed", and so it did. */
    FAILED("2400"),
    /** "Command failed", and yet it was carried out. */
    FAILED_AFTER_COMMIT("2400-after-commit"),
    /** "Session limit exceeded", and the line is closed. */
    SESSION_LIMIT("2502"),
    /** The create waits for a person, who grants it. */
    PENDING_OK("pending-ok"),
    /** The create waits for a person, who refuses it. */
    PENDING_NO("pending-no"),
    /** A stranger registers the name just before. */
    TAKEN_MEANWHILE("taken-meanwhile"),
    /** The name costs more from now on. */
    PREMIUM("premium"),
    /** The answer tells an expiry date a year off. */
    WRONG_EXPIRY("wrong-exDate"),
    /** The head of the queue is never told. */
    POLL_LOSE("poll-lose"),
    /** What was acknowledged is told again. */
    POLL_DUPLICATE("poll-dup"),
    /** The queue is told in another order. */
    POLL_SHUFFLE("poll-shuffle"),
    /** The greeting offers no extensions, and they are not understood. */
    NO_EXTENSION("no-extension");

    private final String text;

    Script(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<Script> of(String text) {
        return Arrays.stream(values()).filter(script -> script.text.equals(text)).findFirst();
    }

    public static String all() {
        return Arrays.stream(values()).map(Script::text).collect(Collectors.joining(" "));
    }
}
