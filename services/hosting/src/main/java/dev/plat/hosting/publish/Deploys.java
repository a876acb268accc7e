package dev.plat.hosting.publish;

import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.feed.Flip;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.LiveSite;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Moves a site's pointer. The commit of one transaction is the moment at which a release is live:
 * pointer, feed counter, deploy row, audit and outbox together or not at all. This node flips
 * before the answer, so whoever published sees what was published.
 *
 * <p>Threads: safe; blocking.
 */
public final class Deploys {

    private final Router router;
    private final SiteAccess access;
    private final SiteLiveSql sites;
    private final FeedSql feed;
    private final DeployJournal journal;
    private final Flip flip;
    private final IdGenerator ids;
    private final ReleaseSql releases = new ReleaseSql();
    private final DeploySql deploys = new DeploySql();

    public Deploys(
            Router router,
            SiteAccess access,
            SiteLiveSql sites,
            FeedSql feed,
            DeployJournal journal,
            Flip flip,
            IdGenerator ids) {
        this.router = router;
        this.access = access;
        this.sites = sites;
        this.feed = feed;
        this.journal = journal;
        this.flip = flip;
        this.ids = ids;
    }

    /**
     * Makes a sealed release live. The release that is live already stays so and nothing changes:
     * repeating a lost answer does no harm.
     *
     * @param ifGeneration refuse when the site has another generation by now
     * @throws PlatException {@code not-found}, {@code release-invalid} for one that is not sealed,
     *     {@code deploy-conflict} with the generation found and the release that is live, {@code
     *     plan-limit}
     */
    public LiveSite deploy(Id site, Id release, OptionalLong ifGeneration, Caller caller) {
        access.requirePublishing(caller);
        LiveSite live = router.write(site, tx -> deploy(tx, site, release, ifGeneration, caller));
        flip.to(live);
        return live;
    }

    private LiveSite deploy(Tx tx, Id site, Id release, OptionalLong ifGeneration, Caller caller)
            throws SQLException {
        SiteRow seen = access.expect(tx, site, caller);
        ReleaseRow row =
                releases.find(tx, site, release).orElseThrow(() -> Releases.unknown(release));
        expectSealed(row);
        if (release.equals(seen.release())) {
            // Incarnation 0: whatever this node knows of the site is as new.
            return new LiveSite(seen.host(), site, 0, seen.generation(), release, row.manifest());
        }
        if (ifGeneration.isPresent() && ifGeneration.getAsLong() != seen.generation()) {
            throw conflict(seen, ifGeneration.getAsLong());
        }
        FeedMark mark = feed.raise(tx);
        if (!sites.move(tx, seen, row, mark.seq())) {
            throw conflict(seen, seen.generation());
        }
        long generation = seen.generation() + 1;
        deploys.insert(
                tx,
                ids.next(IdKind.DEPLOY, site),
                site,
                generation,
                release,
                SiteAccess.name(caller));
        journal.deployed(tx, seen, release, generation, mark, caller);
        tx.afterCommit(() -> journal.hint(site, mark));
        return new LiveSite(
                seen.host(), site, mark.incarnation(), generation, release, row.manifest());
    }

    private static void expectSealed(ReleaseRow row) {
        if (!row.sealed()) {
            throw new PlatException(
                    ErrorCode.RELEASE_INVALID,
                    "Only a sealed release can go live.",
                    "rule",
                    "release-sealed",
                    "value",
                    "open",
                    "allowed",
                    "sealed");
        }
    }

    private static PlatException conflict(SiteRow seen, long expected) {
        return new PlatException(
                ErrorCode.DEPLOY_CONFLICT,
                "Somebody else has deployed in the meantime.",
                "value",
                seen.generation(),
                "expected",
                expected,
                "release",
                String.valueOf(seen.release()));
    }
}
