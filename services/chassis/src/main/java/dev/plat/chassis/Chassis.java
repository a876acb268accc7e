package dev.plat.chassis;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import java.util.List;
import java.util.Map;

/** Starts a service with the defaults all services share. */
public final class Chassis {

    private static final String APP = "micronaut.server.cors.configurations.app.";

    private static final Map<String, Object> DEFAULTS =
            Map.ofEntries(
                    Map.entry("micronaut.server.host", "127.0.0.1"),
                    Map.entry("micronaut.server.max-request-size", BodyMax.RAW + 1),
                    Map.entry("micronaut.server.max-request-buffer-size", BodyMax.DOCUMENT + 1),
                    Map.entry("micronaut.server.idle-timeout", "60s"),
                    Map.entry("micronaut.server.netty.max-header-size", 16 << 10),
                    Map.entry("micronaut.lifecycle.graceful-shutdown.enabled", true),
                    Map.entry("micronaut.lifecycle.graceful-shutdown.grace-period", "10s"),
                    // Micronaut refuses origins other than localhost on a loopback port;
                    // CallerFilter knows which are ours
                    Map.entry("micronaut.server.cors.localhost-pass-through", true),
                    // The dashboard calls each service on its own port
                    Map.entry("micronaut.server.cors.enabled", true),
                    Map.entry(APP + "allowed-origins", List.of("${plat.app-origin}")),
                    Map.entry(
                            APP + "allowed-methods",
                            List.of("GET", "POST", "PUT", "PATCH", "DELETE")),
                    Map.entry(
                            APP + "allowed-headers",
                            List.of(
                                    "Accept",
                                    "Content-Type",
                                    "Idempotency-Key",
                                    "If-Match",
                                    "Plat-Csrf")),
                    Map.entry(APP + "exposed-headers", List.of("ETag", "Retry-After")),
                    Map.entry(APP + "allow-credentials", true),
                    Map.entry(APP + "max-age", 600),
                    // what a record does not declare @Nullable must be given
                    Map.entry("micronaut.serde.deserialization.strict-nullable", true),
                    Map.entry("micronaut.serde.deserialization.fail-on-null-for-primitives", true),
                    // an empty list or text is an answer too, and must be written
                    Map.entry("micronaut.serde.serialization.inclusion", "ALWAYS"),
                    // the entry that makes Micronaut Data build its repositories on
                    // RoutedDataSource
                    Map.entry("datasources.default.dialect", "POSTGRES"));

    private Chassis() {}

    /**
     * Starts and stays until the process is told to end. Of several services on one class path it
     * is the application's: their root packages are tied to its own by {@code plat.application}.
     */
    public static ApplicationContext run(Class<?> application, String... args) {
        return Micronaut.build(args)
                .mainClass(application)
                .properties(DEFAULTS)
                .properties(Map.of("plat.application", application.getPackageName()))
                .banner(false)
                .start();
    }
}
