package dev.plat.hosting.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plat.chassis.BodyMax;
import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.publish.Releases;
import dev.plat.hosting.release.ReleaseFile;
import dev.plat.hosting.release.ReleaseSettings;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Making releases of any static site by digest. */
@Controller("/api/v1/sites/{site}/releases")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReleaseController {

    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    @Post
    @BodyMax(BodyMax.DOCUMENT)
    HttpResponse<Opened> open(Caller caller, String site, @Body NewRelease body) {
        List<ReleaseFile> files =
                body.files.stream()
                        .map(file -> new ReleaseFile(file.path, new Sha256(file.sha256), file.size))
                        .toList();
        Releases.Opened opened =
                releases.open(Id.parse(IdKind.SITE, site), caller, files, settings(body.settings));
        return HttpResponse.created(
                new Opened(
                        opened.release().toString(),
                        opened.missing().stream().map(Sha256::hex).toList(),
                        opened.expires().toString()));
    }

    @Put("/{release}/resources/{sha256}")
    @BodyMax(BodyMax.RAW)
    @Consumes(MediaType.ALL)
    HttpResponse<Void> put(
            Caller caller, String site, String release, String sha256, ServerHttpRequest<?> request)
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
        try (InputStream in = request.byteBody().toInputStream()) {
            releases.put(
                    Id.parse(IdKind.SITE, site),
                    Id.parse(IdKind.RELEASE, release),
                    caller,
                    new Sha256(sha256),
                    length,
                    in);
        }
        return HttpResponse.noContent();
    }

    @Post("/{release}/seal")
    @Consumes(MediaType.ALL)
    Sealed seal(Caller caller, String site, String release) {
        Releases.Sealed sealed =
                releases.seal(
                        Id.parse(IdKind.SITE, site), Id.parse(IdKind.RELEASE, release), caller);
        return new Sealed(sealed.manifest().hex(), sealed.files(), sealed.bytes(), List.of());
    }

    @Get
    Listing list(Caller caller, String site) {
        return new Listing(
                releases.list(Id.parse(IdKind.SITE, site), caller).stream()
                        .map(Listed::of)
                        .toList());
    }

    private static ReleaseSettings settings(@Nullable Map<String, Object> settings) {
        if (settings == null) {
            return new ReleaseSettings(false);
        }
        settings.forEach((name, value) -> {
            if (!name.equals("builder") || !(value instanceof Boolean)) {
                throw PlatException.invalidField("settings", name, "builder: true or false");
            }
        });
        return new ReleaseSettings(Boolean.TRUE.equals(settings.get("builder")));
    }

    /** One file as a publisher names it. */
    @Serdeable
    record File(String path, String sha256, long size) {}

    /** What a release is to be. */
    @Serdeable
    record NewRelease(List<File> files, @Nullable Map<String, Object> settings) {}

    /** An open release. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Opened(String release, List<String> missing, String expires) {}

    /** A sealed release. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Sealed(String manifest, int files, long bytes, List<String> warnings) {}

    /** The newest first. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Listing(List<Listed> releases) {}

    /** One of a list. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Listed(
            String release, String manifest, int files, long bytes, String created, boolean live) {

        static Listed of(Releases.Listed row) {
            return new Listed(
                    row.release().toString(),
                    row.manifest().hex(),
                    row.files(),
                    row.bytes(),
                    row.created().toString(),
                    row.live());
        }
    }
}
