package dev.plat.router.testkit;

/** Whether a child process outlives the JVM that started it. */
public enum ChildLife {
    /** Ends with this JVM, also when that is killed with -9 (where the machine has setpriv). */
    WITH_PARENT,
    /** Stays until somebody stops it; in a session of its own, so Ctrl-C does not reach it. */
    ON_ITS_OWN
}
