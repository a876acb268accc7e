package dev.plat.domains;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.Secrets;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.answer.Answerer;
import dev.plat.domains.dns.answer.AnswererSettings;
import dev.plat.domains.dns.powerdns.PowerDnsProvider;
import dev.plat.domains.dns.rfc2136.Rfc2136Provider;
import dev.plat.domains.dns.rfc2136.TsigKey;
import dev.plat.domains.zone.NameServers;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Who answers for our zones. */
@Factory
final class DnsBeans {

    private static final String PROVIDER = "plat.dns.provider";

    @Singleton
    @Requires(bean = DnsProvider.class)
    NameServers nameServers(DnsConfig config, ProcessSettings settings) {
        return config.nameServers(settings.sitesDomain());
    }

    /** Answers from its copies on the disk before anything else is there, or anybody is asked. */
    @Context
    @Bean(preDestroy = "close")
    @Requires(property = PROVIDER, value = "embedded")
    Answerer answerer(DnsConfig config) {
        Answerer answerer =
                new Answerer(
                        AnswererSettings.usual(
                                config.inetAddresses(),
                                config.port(),
                                DnsConfig.given("plat.dns.folder", config.folder())),
                        new SecureRandom().nextLong(),
                        System::nanoTime);
        answerer.start();
        return answerer;
    }

    @Singleton
    @Requires(property = PROVIDER, value = "embedded")
    DnsProvider embedded(Answerer answerer) {
        return answerer.provider();
    }

    @Singleton
    @Requires(property = PROVIDER, value = "rfc2136")
    DnsProvider rfc2136(DnsConfig config, Secrets secrets) {
        String name = DnsConfig.given("plat.dns.tsig-name", config.tsigName());
        return new Rfc2136Provider(
                config.primary(),
                config.sockets(),
                new TsigKey(name, secrets.get("dns.tsig")),
                Clock.systemUTC());
    }

    @Singleton
    @Requires(property = PROVIDER, value = "powerdns")
    DnsProvider powerdns(DnsConfig config, Secrets secrets, JsonMapper json) {
        return new PowerDnsProvider(
                DnsConfig.given("plat.dns.url", config.url()),
                secrets.get("dns.powerdns"),
                config.sockets(),
                json);
    }
}
