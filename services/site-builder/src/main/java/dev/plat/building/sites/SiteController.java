package dev.plat.building.sites;

import dev.plat.building.access.SiteRow;
import dev.plat.building.templates.Templates;
import dev.plat.chassis.ticket.Caller;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sites and pages over HTTP. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class SiteController {

    private final Sites sites;
    private final MySites mySites;
    private final PublishedUrls urls;

    SiteController(Sites sites, MySites mySites, PublishedUrls urls) {
        this.sites = sites;
        this.mySites = mySites;
        this.urls = urls;
    }

    @Get("/api/v1/templates")
    TemplateList templates() {
        return new TemplateList(
                Templates.all().stream()
                        .map(each -> new TemplateEntry(each.id(), each.title(), each.description()))
                        .toList());
    }

    @Get("/api/v1/sites")
    SiteList list(Caller.Person person) {
        return new SiteList(
                mySites.list(person.account()).stream()
                        .map(entry ->
                                new SiteEntry(
                                        entry.site().toString(),
                                        entry.slug(),
                                        entry.title(),
                                        urls.of(entry.slug()),
                                        entry.published(),
                                        entry.created().toString()))
                        .toList());
    }

    @Post("/api/v1/sites")
    HttpResponse<SiteAnswer> create(
            Caller.Person person,
            @Body NewSite request,
            @Nullable @Header("Idempotency-Key") String key) {
        Sites.View view =
                sites.create(
                        person.account(),
                        given("title", request.title),
                        given("slug", request.slug),
                        request.template == null ? "blank" : request.template,
                        Optional.ofNullable(key));
        return HttpResponse.created(answer(view));
    }

    @Get("/api/v1/sites/{site}")
    SiteAnswer view(Caller.Person person, String site) {
        return answer(sites.view(Id.parse(IdKind.SITE, site), person.account()));
    }

    @Post("/api/v1/sites/{site}/pages")
    HttpResponse<SiteAnswer> addPage(Caller.Person person, String site, @Body NewPage request) {
        Sites.View view =
                sites.addPage(
                        Id.parse(IdKind.SITE, site),
                        person.account(),
                        given("title", request.title),
                        given("path", request.path));
        return HttpResponse.created(answer(view));
    }

    /** For hosting: does the site whose name was reserved exist? */
    @Get("/internal/v1/sites/{site}")
    Existing existing(String site) {
        return sites.find(Id.parse(IdKind.SITE, site))
                .map(row ->
                        new Existing(
                                site, new Id(IdKind.ACCOUNT, row.ownerId()).toString(), row.slug()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND, "There is no such site.", "value", site));
    }

    private SiteAnswer answer(Sites.View view) {
        SiteRow row = view.site();
        return new SiteAnswer(
                new Id(IdKind.SITE, row.siteId()).toString(),
                row.slug(),
                row.title(),
                urls.of(row.slug()),
                row.generation() > 0,
                view.pages().stream()
                        .map(page ->
                                new PageAnswer(
                                        new Id(IdKind.PAGE, page.page().pageId()).toString(),
                                        page.page().title(),
                                        page.page().path(),
                                        new Id(IdKind.DOCUMENT, page.page().documentId())
                                                .toString(),
                                        page.rev()))
                        .toList());
    }

    private static String given(String field, @Nullable String value) {
        if (value == null) {
            throw new PlatException(ErrorCode.FIELD_INVALID, "A field is missing.", "field", field);
        }
        return value;
    }

    @Serdeable
    record TemplateList(List<TemplateEntry> templates) {}

    @Serdeable
    record TemplateEntry(String id, String title, String description) {}

    @Serdeable
    record SiteList(List<SiteEntry> sites) {}

    @Serdeable
    record SiteEntry(
            String site,
            String slug,
            String title,
            String url,
            boolean published,
            String created) {}

    @Serdeable
    record NewSite(@Nullable String title, @Nullable String slug, @Nullable String template) {}

    @Serdeable
    record NewPage(@Nullable String title, @Nullable String path) {}

    @Serdeable
    record SiteAnswer(
            String site,
            String slug,
            String title,
            String url,
            boolean published,
            List<PageAnswer> pages) {}

    @Serdeable
    record PageAnswer(String page, String title, String path, String document, long rev) {}

    @Serdeable
    record Existing(String site, String owner, String slug) {}
}
