package dev.plat.router.postgres;

/**
 * A peer whose machine or line is gone says nothing: without these a server keeps its session, and
 * the locks of it, for the two hours after which Linux asks whether it is still there.
 */
public final class DeadPeers {

    /** For the {@code options} of a connection: the server ends it after 20 seconds of silence. */
    public static final String OPTIONS =
            " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
                    + " -c tcp_user_timeout=20s";

    private DeadPeers() {}
}
