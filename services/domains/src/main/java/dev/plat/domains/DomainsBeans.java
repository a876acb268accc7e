package dev.plat.domains;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.Secrets;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.domains.check.Checker;
import dev.plat.domains.check.HoldSource;
import dev.plat.domains.check.Platform;
import dev.plat.domains.check.ProbeKey;
import dev.plat.domains.claim.Look;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.name.NameSettings;
import dev.plat.domains.zone.FormerServers;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts the process together. */
@Factory
final class DomainsBeans {

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("domains", Tier.DOMAINS, Set.of());
    }

    @Singleton
    Platform platform(CheckConfig config) {
        return config.platform();
    }

    @Singleton
    @Bean(preDestroy = "close")
    Checker checker(CheckConfig config, Secrets secrets, InstantSource clock) {
        return new Checker(
                config.settings(),
                new ProbeKey(secrets.get("service.secret")),
                HoldSource.NONE,
                clock,
                new SecureRandom());
    }

    @Singleton
    Look look(Checker checker) {
        return checker::check;
    }

    @Singleton
    FormerServers formerServers(Checker checker) {
        return checker::servers;
    }

    @Singleton
    HostNames hostNames(NamePolicy policy, ProcessSettings settings) {
        List<String> ours = new ArrayList<>(given(policy.platformDomains()));
        ours.add(settings.sitesDomain());
        return new HostNames(
                new NameSettings(
                        ours,
                        given(policy.blockedDomains()),
                        policy.localNames(),
                        policy.suffixList()));
    }

    // An empty setting is read as a list of one empty text.
    private static List<String> given(List<String> texts) {
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }
}
