package dev.plat.chassis;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a service's process must be told, under {@code plat.*}; nothing here has a default, because
 * a wrong guess would reach another cluster.
 *
 * @param zookeeper {@code host:port} of the registry, several with commas
 * @param data folder of this process alone; made when missing
 * @param secrets properties file, see {@link Secrets}
 * @param instance name of this process among those of its service
 * @param redis {@code redis://host:port}
 * @param appOrigin origin of dashboard and editor, {@code http://plat-app.localhost:8080}
 * @param sitesDomain domain below which published sites get their host names, {@code
 *     plat-sites.localhost}
 * @param host by which other services call this process, as its certificate has it; null: the
 *     address it listens at
 * @param authority PEM of who signs the certificates of services that take TLS only; null: whom the
 *     JDK knows
 */
@ConfigurationProperties("plat")
public record ProcessSettings(
        String zookeeper,
        Path data,
        Path secrets,
        String instance,
        String redis,
        String appOrigin,
        String sitesDomain,
        @Nullable String host,
        @Nullable Path authority) {}
