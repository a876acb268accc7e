package dev.plat.hosting.serve;

import io.netty.channel.Channel;

/** A connection with deadlines; asked on its loop every so often. */
interface Watched {

    /** Closes the channel when its time is over. */
    void check(Channel channel, long nowNanos);
}
