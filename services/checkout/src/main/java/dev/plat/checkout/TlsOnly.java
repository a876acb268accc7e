package dev.plat.checkout;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.ssl.ServerSslConfiguration;
import java.util.Set;

/**
 * Nothing is bought without TLS: the process does not start where it would listen without, unless
 * it was told that something in front of it, on the same machine, ends TLS.
 */
@Context
final class TlsOnly {

    private static final String SETTING = "plat.checkout.tls-in-front";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    TlsOnly(
            ServerSslConfiguration ssl,
            HttpServerConfiguration server,
            Environment environment,
            CheckoutConfig config) {
        boolean more =
                server.isDualProtocol()
                        || environment.containsProperties("micronaut.server.netty.listeners");
        check(ssl.isEnabled(), more, server.getHost().orElse(""), config);
    }

    /**
     * @param secure whether the server's port takes TLS
     * @param more whether it has other ports beside
     * @param host where it listens
     * @throws PlatException {@code config-invalid}
     */
    static void check(boolean secure, boolean more, String host, CheckoutConfig config) {
        if (more) {
            throw refused(
                    "micronaut.server.dual-protocol, micronaut.server.netty.listeners",
                    "set",
                    "neither: one port, and TLS on it");
        }
        if (secure && !config.origin().startsWith("https://")) {
            throw refused("plat.checkout.origin", config.origin(), "an https origin");
        }
        if (secure || (config.tlsInFront() && LOOPBACK.contains(host))) {
            return;
        }
        throw config.tlsInFront()
                ? refused("micronaut.server.host", host, "127.0.0.1, as TLS ends on this machine")
                : refused(
                        "micronaut.server.ssl.enabled",
                        "false",
                        "true, with a certificate; or "
                                + SETTING
                                + "=true where something on this machine ends TLS in front");
    }

    private static PlatException refused(String setting, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "Checkout takes TLS only, and would not.",
                "setting",
                setting,
                "value",
                value,
                "expected",
                expected);
    }
}
