package dev.plat.domains;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.chassis.seal.KeySealer;
import dev.plat.chassis.seal.PublicKeyFile;
import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.domains.certificate.Entitlement;
import dev.plat.domains.certificate.OrderPace;
import dev.plat.domains.certificate.OrderWorker;
import dev.plat.domains.certificate.SigningRequests;
import dev.plat.domains.certificate.acme.AcmeIssuer;
import dev.plat.domains.certificate.acme.AcmeSettings;
import dev.plat.domains.certificate.localca.LocalCa;
import dev.plat.domains.certificate.localca.LocalIssuer;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.renewal.Bell;
import dev.plat.domains.renewal.Budgets;
import dev.plat.domains.renewal.CaProfile;
import dev.plat.domains.renewal.CertificateLoop;
import dev.plat.domains.renewal.CertificateViews;
import dev.plat.domains.renewal.Gate;
import dev.plat.domains.renewal.PlannedEvents;
import dev.plat.domains.renewal.Planner;
import dev.plat.domains.renewal.Plans;
import dev.plat.domains.renewal.Renewals;
import dev.plat.domains.renewal.Setups;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the making of certificates together; what makes them only where there is a CA. */
@Factory
final class CertificateBeans {

    private static final String ISSUER = "plat.certificates.issuer";

    @Singleton
    Certificates certificates(Router router, IdGenerator ids, Entitlement entitlement) {
        return new Certificates(router, ids, entitlement);
    }

    @Singleton
    Bell bell() {
        return new Bell();
    }

    @Singleton
    Plans plans(Certificates certificates, Bell bell) {
        return new Plans(certificates, bell);
    }

    @Singleton
    CertificateViews views(Certificates certificates) {
        return new CertificateViews(certificates);
    }

    @Singleton
    @Requires(property = ISSUER)
    Renewals renewals(
            Router router, Certificates certificates, CaProfile ca, Planner planner, Bell bell) {
        return new Renewals(router, certificates, ca, planner, bell);
    }

    @Singleton
    @Requires(property = ISSUER, value = LocalIssuer.NAME)
    CaProfile localCa(CertificateConfig config, InstantSource clock) {
        Path folder = given(config.caFolder(), "plat.certificates.ca-folder");
        return new CaProfile(
                new LocalIssuer(LocalCa.open(folder), clock),
                ChallengeKind.DNS_01,
                CaRules.unlimited());
    }

    @Singleton
    @Requires(property = ISSUER, value = "acme")
    CaProfile acme(CertificateConfig config, AcmeConfig acme, InstantSource clock) {
        CertificateIssuer issuer =
                new AcmeIssuer(
                        new AcmeSettings(
                                "acme",
                                acme.directory(),
                                acme.accountKey(),
                                acme.contacts().stream().filter(text -> !text.isBlank()).toList(),
                                acme.trust(),
                                AcmeSettings.TIMEOUT),
                        clock);
        return new CaProfile(issuer, ChallengeKind.parse(config.challenge()), rules(acme.limits()));
    }

    @Singleton
    @Requires(property = ISSUER)
    Budgets budgets(Router router, CaProfile ca, HostNames names) {
        return new Budgets(
                router,
                ca.issuer().name(),
                ca.rules(),
                name -> names.stored(name).registeredDomain());
    }

    @Singleton
    @Requires(property = ISSUER)
    Planner planner(
            Router router,
            Certificates certificates,
            CaProfile ca,
            Setups setups,
            Budgets budgets) {
        return new Planner(router, certificates, ca, setups, budgets, new SecureRandom());
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = ISSUER)
    CertificateLoop loop(
            CertificateConfig config,
            Router router,
            ProcessSettings settings,
            Certificates certificates,
            Plans plans,
            Planner planner,
            CaProfile ca,
            Budgets budgets,
            ChallengePublisher publisher,
            Outbox outbox,
            Bell bell,
            IdGenerator ids,
            InstantSource clock,
            ControlPoints points) {
        KeySealer sealer =
                new KeySealer(
                        PublicKeyFile.read(
                                given(config.recipient(), "plat.certificates.recipient")));
        SecureRandom random = new SecureRandom();
        PlannedEvents events =
                new PlannedEvents(outbox::add, budgets, certificates::current, bell, random);
        Gate gate = new Gate(router, ca, planner, budgets);
        return new CertificateLoop(
                router,
                certificates,
                plans,
                List.of(settings.sitesDomain()),
                planner,
                ca,
                budgets,
                bell,
                config.workers(),
                () ->
                        new OrderWorker(
                                router,
                                List.of(ca.issuer()),
                                publisher,
                                sealer,
                                new SigningRequests(random),
                                ids,
                                random,
                                events,
                                gate,
                                clock,
                                points,
                                OrderPace.USUAL.withLease(config.lease())));
    }

    private static CaRules rules(String limits) {
        return switch (limits) {
            case "lets-encrypt" -> CaRules.letsEncrypt();
            case "none" -> CaRules.unlimited();
            default ->
                    throw PlatException.invalidField(
                            "plat.certificates.acme.limits", limits, "lets-encrypt or none");
        };
    }

    private static Path given(@Nullable Path path, String setting) {
        if (path == null) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID, "A setting is missing.", "expected", setting);
        }
        return path;
    }
}
