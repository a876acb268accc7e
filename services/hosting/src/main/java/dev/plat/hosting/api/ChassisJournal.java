package dev.plat.hosting.api;

import dev.plat.chassis.audit.Audit;
import dev.plat.chassis.hints.Hints;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.publish.DeployJournal;
import dev.plat.hosting.publish.SiteRow;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Map;

/**
 * Audit, outbox and hint of a deploy. The hint goes out twice: at once after the commit, and from
 * the outbox, in case this process ends in between; the reconcile of every node is what can be
 * relied on.
 */
@Singleton
final class ChassisJournal implements DeployJournal, OutboxConsumer {

    private static final String FEED_CHANNEL = "plat:feed";
    private static final String TOPIC = "site.deployed";

    private final Audit audit;
    private final Outbox outbox;
    private final Hints hints;

    ChassisJournal(Audit audit, Outbox outbox, Hints hints) {
        this.audit = audit;
        this.outbox = outbox;
        this.hints = hints;
    }

    @Override
    public void deployed(
            Tx tx, SiteRow before, Id release, long generation, FeedMark mark, Caller caller)
            throws SQLException {
        Id site = before.site();
        outbox.add(
                tx,
                TOPIC,
                Map.of(
                        "site", site.toString(),
                        "release", release.toString(),
                        "generation", generation,
                        "seq", mark.seq()));
        audit.record(
                tx,
                caller.behind().orElse(before.owner()),
                TOPIC,
                site,
                Map.of(
                        "release",
                        release.toString(),
                        "before",
                        String.valueOf(before.release()),
                        "generation",
                        generation,
                        "by",
                        caller instanceof Caller.Service service ? service.name() : "owner"));
    }

    @Override
    public void hint(Id site, FeedMark mark) {
        publish(site.bucket(), mark.seq());
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        publish(bucket, ((Number) payload.getOrDefault("seq", 0)).longValue());
    }

    private void publish(Bucket bucket, long seq) {
        hints.publish(FEED_CHANNEL, bucket.number() + " " + seq);
    }
}
