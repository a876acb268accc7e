package dev.plat.ops.cli.running;

/** What a command ends with; scripts hang on these. */
public final class Exit {

    /** What was asked for is done; of a rebalance, a drain or a move also when it soaks. */
    public static final int DONE = 0;

    /** Refused or failed, and the way out is named. */
    public static final int REFUSED = 1;

    /** Not understood. */
    public static final int USAGE = 2;

    /** It was begun, and everything is as before again. */
    public static final int UNDONE = 3;

    /** It goes on without this command. */
    public static final int STILL_RUNNING = 4;

    private Exit() {}
}
