package dev.plat.domains.certificate.acme;

import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * Believes a CA's web server by roots of its own, so that a test's CA needs no entry in the JVM's
 * store, which every other connection would believe too.
 */
final class TrustingProvider extends GenericAcmeProvider {

    private final @Nullable SSLContext trust;
    private final Duration timeout;

    TrustingProvider(@Nullable SSLContext trust, Duration timeout) {
        this.trust = trust;
        this.timeout = timeout;
    }

    /** Each session has its own, closed with it. */
    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(timeout)
                        .proxy(settings.getProxySelector());
        if (trust != null) {
            client.sslContext(trust);
        }
        return client.build();
    }
}
