package dev.plat.domains.claim;

import dev.plat.chassis.ticket.Caller;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.renewal.Renewals;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificates of a name that the account holds. */
@Controller("/api/v1/domains/{name}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CertificateController {

    private static final int SHOWN_MAX = 20;

    private final HostNames hostNames;
    private final NameViews views;
    private final Certificates certificates;
    private final @Nullable Renewals renewals;

    CertificateController(
            HostNames hostNames,
            NameViews views,
            Certificates certificates,
            Optional<Renewals> renewals) {
        this.hostNames = hostNames;
        this.views = views;
        this.certificates = certificates;
        this.renewals = renewals.orElse(null);
    }

    @Get("/certificates")
    CertificateAnswer list(Caller.Person person, String name) {
        NameViews.View view = view(person, name);
        String ascii = view.name().ascii();
        return CertificateAnswer.of(
                ascii,
                view.certificate(),
                view.held() ? certificates.ofName(ascii, SHOWN_MAX) : List.of());
    }

    /** Answers at once; the order is worked on. */
    @Post("/renew")
    HttpResponse<CertificateAnswer.Decided> renew(
            Caller.Person person, String name, @Body CertificateAnswer.Renew body) {
        String ascii = held(person, name);
        Renewals here = renewals();
        if (Boolean.TRUE.equals(body.dryRun())) {
            return HttpResponse.ok(CertificateAnswer.Decided.of(ascii, here.preview(ascii)));
        }
        here.renew(ascii);
        return ordered(ascii, "The next certificate is ordered.");
    }

    /** Answers at once; visitors are served by the next certificate before this one is void. */
    @Post("/revoke")
    HttpResponse<CertificateAnswer.Decided> revoke(Caller.Person person, String name) {
        String ascii = held(person, name);
        renewals().revoke(ascii);
        return ordered(
                ascii,
                "The next certificate, with a new key, is ordered; the one before is revoked when"
                        + " every node serves the next.");
    }

    private static HttpResponse<CertificateAnswer.Decided> ordered(String name, String sentence) {
        return HttpResponse.accepted()
                .body(new CertificateAnswer.Decided(name, true, "asked-for", sentence, Map.of()));
    }

    private String held(Caller.Person person, String name) {
        NameViews.View view = view(person, name);
        String ascii = view.name().ascii();
        if (!view.held()) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Only a name that is proven has a certificate.",
                    "value",
                    ascii,
                    "expected",
                    "the proof record, seen");
        }
        return ascii;
    }

    private Renewals renewals() {
        Renewals here = renewals;
        if (here == null) {
            throw new PlatException(
                    ErrorCode.ISSUER_CANNOT_SIGN, "There is no certificate authority here.");
        }
        return here;
    }

    private NameViews.View view(Caller.Person person, String name) {
        HostName host = hostNames.parse(name);
        return views.of(person.account(), host).orElseThrow(() -> Claims.unknown(host));
    }
}
