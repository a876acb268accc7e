package dev.plat.building.media;

import dev.plat.chassis.BodyMax;
import dev.plat.chassis.ticket.Caller;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Pictures over HTTP. Their bytes are private: only who may see the site gets them, and no cache
 * keeps them.
 */
@Controller("/api/v1/sites/{site}/media")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MediaController {

    private final Media media;

    MediaController(Media media) {
        this.media = media;
    }

    @Post
    @BodyMax(BodyMax.RAW)
    @Consumes(MediaType.ALL)
    HttpResponse<Answer> upload(
            Caller.Person person,
            String site,
            @Header(name = "Plat-File-Name", defaultValue = "picture") String name,
            ServerHttpRequest<?> request)
            throws IOException {
        long length =
                request.getHeaders()
                        .contentLength()
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.LENGTH_REQUIRED,
                                        "The length of the body must be told.",
                                        "expected",
                                        "a Content-Length"));
        try (InputStream body = request.byteBody().toInputStream()) {
            MediaRow row =
                    media.upload(
                            Id.parse(IdKind.SITE, site),
                            person.account(),
                            decoded(name),
                            length,
                            body);
            return HttpResponse.created(Answer.of(row));
        }
    }

    @Get
    MediaList list(Caller.Person person, String site) {
        return new MediaList(
                media.list(Id.parse(IdKind.SITE, site), person.account()).stream()
                        .map(Answer::of)
                        .toList());
    }

    @Get("/{media}/content")
    HttpResponse<StreamedFile> content(Caller.Person person, String site, String media) {
        Media.Opened opened =
                this.media.open(
                        Id.parse(IdKind.SITE, site),
                        Id.parse(IdKind.MEDIA, media),
                        person.account());
        MediaType type = MediaType.of(opened.row().type());
        return HttpResponse.ok(
                        new StreamedFile(
                                opened.read().stream(),
                                type,
                                opened.row().created().toEpochMilli(),
                                opened.row().size()))
                .header("Cache-Control", "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw PlatException.invalidField("Plat-File-Name", name, "a name, percent-encoded")
                    .causedBy(e);
        }
    }

    /** All pictures of a site. */
    @Serdeable
    record MediaList(List<Answer> media) {}

    /** One picture. */
    @Serdeable
    record Answer(
            String media, String name, String type, int width, int height, long size, String url) {

        static Answer of(MediaRow row) {
            String id = new Id(IdKind.MEDIA, row.mediaId()).toString();
            String site = new Id(IdKind.SITE, row.siteId()).toString();
            String url = "/api/v1/sites/" + site + "/media/" + id + "/content";
            return new Answer(
                    id, row.name(), row.type(), row.width(), row.height(), row.size(), url);
        }
    }
}
