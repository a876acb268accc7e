package dev.plat.hosting.api;

import dev.plat.chassis.hints.Hints;
import dev.plat.hosting.feed.FeedLoop;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.names.NameNews;
import dev.plat.schemas.Bucket;
import jakarta.inject.Singleton;

/** The other nodes by Redis; this one without it. */
@Singleton
final class FeedHints implements NameNews {

    private static final String FEED_CHANNEL = "plat:feed";

    private final Hints hints;
    private final FeedLoop feed;

    FeedHints(Hints hints, FeedLoop feed) {
        this.hints = hints;
        this.feed = feed;
    }

    @Override
    public void told(Bucket bucket, FeedMark mark) {
        String hint = bucket.number() + " " + mark.seq();
        feed.hint(hint);
        hints.publish(FEED_CHANNEL, hint);
    }
}
