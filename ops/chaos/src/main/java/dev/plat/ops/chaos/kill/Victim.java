package dev.plat.ops.chaos.kill;

/** What is killed; the text on a command line is the name in lower case. */
public enum Victim {
    CONTROLLER,
    ROUTER,
    SOURCE,
    TARGET
}
