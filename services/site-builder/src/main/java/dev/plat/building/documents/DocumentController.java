package dev.plat.building.documents;

import dev.plat.building.render.Removed;
import dev.plat.chassis.BodyMax;
import dev.plat.chassis.ticket.Caller;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Documents over HTTP: read with their revision, saved against it. */
@Controller("/api/v1/sites/{site}/documents/{document}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocumentController {

    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private final Documents documents;

    DocumentController(Documents documents) {
        this.documents = documents;
    }

    @Get
    @Produces(MediaType.APPLICATION_JSON)
    HttpResponse<byte[]> load(Caller.Person person, String site, String document) {
        Documents.Loaded loaded =
                documents.load(
                        Id.parse(IdKind.SITE, site),
                        Id.parse(IdKind.DOCUMENT, document),
                        person.account());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String head =
                "{\"rev\":%d,\"sha256\":\"%s\",\"body\":"
                        .formatted(loaded.rev(), loaded.sha256().hex());
        answer.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        answer.writeBytes(loaded.document().toBytes());
        answer.write('}');
        return HttpResponse.ok(answer.toByteArray())
                .header("ETag", "\"" + loaded.rev() + "\"")
                .header("Cache-Control", "private, no-store");
    }

    @Put
    @BodyMax(BodyMax.DOCUMENT)
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<Answer> save(
            Caller.Person person,
            String site,
            String document,
            @Nullable @Header("If-Match") String ifMatch,
            @Body byte[] body) {
        Documents.Saved saved =
                documents.save(
                        Id.parse(IdKind.SITE, site),
                        Id.parse(IdKind.DOCUMENT, document),
                        person.account(),
                        revision(ifMatch),
                        body);
        return HttpResponse.ok(Answer.of(saved)).header("ETag", "\"" + saved.rev() + "\"");
    }

    private static long revision(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new PlatException(
                    ErrorCode.REVISION_REQUIRED,
                    "A save must say which revision it starts from.",
                    "expected",
                    "If-Match: \"<rev>\"");
        }
        Matcher form = ETAG.matcher(ifMatch);
        if (!form.matches()) {
            throw PlatException.invalidField(
                    "If-Match", ifMatch, "the ETag of the document: \"<rev>\"");
        }
        return Long.parseLong(form.group(1));
    }

    /** An acknowledged save. */
    @Serdeable
    record Answer(long rev, String sha256, List<Gone> removed) {

        static Answer of(Documents.Saved saved) {
            return new Answer(
                    saved.rev(),
                    saved.sha256().hex(),
                    saved.removed().stream().map(Gone::of).toList());
        }
    }

    /** One thing the allow-list took out. */
    @Serdeable
    record Gone(String place, String value, String rule) {

        static Gone of(Removed removed) {
            return new Gone(removed.place(), removed.value(), removed.rule());
        }
    }
}
