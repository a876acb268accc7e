package dev.plat.hosting.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.publish.Deploys;
import dev.plat.hosting.publish.SiteAccess;
import dev.plat.hosting.publish.SiteRow;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Making a release live; rollback is the same with an older one. */
@Controller("/api/v1/sites/{site}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeployController {

    private final Deploys deploys;
    private final SiteAccess access;
    private final SiteUrls urls;

    DeployController(Deploys deploys, SiteAccess access, SiteUrls urls) {
        this.deploys = deploys;
        this.access = access;
        this.urls = urls;
    }

    @Post("/deploys")
    Deployed deploy(Caller caller, String site, @Body NewDeploy body) {
        Long seen = body.ifGeneration;
        LiveSite live =
                deploys.deploy(
                        Id.parse(IdKind.SITE, site),
                        Id.parse(IdKind.RELEASE, body.release),
                        seen == null ? OptionalLong.empty() : OptionalLong.of(seen),
                        caller);
        return new Deployed(live.generation(), body.release, urls.of(live.host()));
    }

    @Get
    Site site(Caller caller, String site) {
        SiteRow row = access.expect(Id.parse(IdKind.SITE, site), caller);
        Id release = row.release();
        return new Site(
                row.site().toString(),
                row.host(),
                row.generation(),
                release == null ? null : release.toString(),
                urls.of(row.host()));
    }

    /**
     * What is to go live.
     *
     * @param ifGeneration refuse when the site has another generation by now
     */
    @Serdeable
    record NewDeploy(String release, @Nullable Long ifGeneration) {}

    /** What is live now. */
    @Serdeable
    record Deployed(long generation, String release, String url) {}

    /** A site as hosting knows it. */
    @Serdeable
    record Site(String site, String host, long generation, @Nullable String release, String url) {}
}
