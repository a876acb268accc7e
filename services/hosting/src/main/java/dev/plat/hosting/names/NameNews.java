package dev.plat.hosting.names;

import dev.plat.hosting.index.FeedMark;
import dev.plat.schemas.Bucket;

/** Who hears at once that a bucket has changed; a node that does not, reads it a little later. */
public interface NameNews {

    /** After the commit; neither waits nor fails. */
    void told(Bucket bucket, FeedMark mark);
}
