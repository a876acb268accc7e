package dev.plat.ops.sandbox.card.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong on demand. */
public enum Script {
    /** Carried out and written down; the answer comes when the wait is over. */
    HANG("hang"),
    /** The line is cut before anything happened. */
    RESET_BEFORE("reset-before"),
    /** The line is cut after it happened and was written down. */
    RESET_AFTER_COMMIT("reset-after-commit"),
    /** The process is gone before anything happened, as with kill -9. */
    KILL_BEFORE("kill-before"),
    /** The process is gone after it happened and was written down. */
    KILL_AFTER_COMMIT("kill-after-commit"),
    /** 500, and nothing happened; the key answers 500 from now on. */
    FAILED_BEFORE("500-before"),
    /** 500, and yet it happened; the key answers 500 from now on. */
    FAILED_AFTER("500-after"),
    /** 429, and nothing happened. */
    TOO_MANY("429"),
    /** One unit of money more than asked for, in what happens or in what is told. */
    WRONG_AMOUNT("wrong-amount"),
    /** Another currency than asked for. */
    WRONG_CURRENCY("wrong-currency"),
    /** Other metadata than given. */
    WRONG_METADATA("wrong-metadata"),
    /** The answer says that the card was declined; it was not. */
    CONTRADICT("contradict"),
    /** The card is still being asked; time decides. */
    ASYNC("async"),
    /** Half of what was asked to capture or to give back. */
    PARTIAL("partial"),
    /** All keys are forgotten first, as after a day. */
    PRUNE_KEYS("prune-keys"),
    /** The event is never delivered. */
    HOOK_LOSE("hook-lose"),
    /** It is delivered five times. */
    HOOK_DUPLICATE("hook-dup"),
    /** It is delivered somewhat later, in no order. */
    HOOK_SHUFFLE("hook-shuffle"),
    /** It is delivered so many seconds later, by the turned clock. */
    HOOK_DELAY("hook-delay"),
    /** A stranger's event comes before it: signed with a secret that nobody gave out. */
    HOOK_FORGE("hook-forge"),
    /** The first try is stamped ten minutes ago. */
    HOOK_STALE("hook-stale"),
    /** It is delivered, and the process is gone before it has written that down. */
    HOOK_KILL("hook-kill"),
    /** The first try is stamped ten minutes ahead. */
    HOOK_FUTURE("hook-future");

    private final String text;

    Script(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Played when an event goes out, and not when somebody calls. */
    public boolean onDelivery() {
        return text.startsWith("hook-");
    }

    public static Optional<Script> of(String text) {
        return Arrays.stream(values()).filter(script -> script.text.equals(text)).findFirst();
    }

    public static String all() {
        return Arrays.stream(values()).map(Script::text).collect(Collectors.joining(" "));
    }
}
