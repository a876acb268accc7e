package dev.plat.payments;

import dev.plat.chassis.calls.Authority;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How accounts are told of events, under {@code plat.webhooks.*}.
 *
 * @param privateAddresses whether endpoints may be in private networks, on one machine only
 * @param ca PEM of who signs the certificates of endpoints there; null: whom the JDK knows
 * @param answer how long an endpoint may take over one event
 */
@ConfigurationProperties("plat.webhooks")
record OutgoingConfig(
        @Bindable(defaultValue = "false") boolean privateAddresses,
        @Nullable Path ca,
        @Bindable(defaultValue = "15s") Duration answer) {

    SSLSocketFactory tls() {
        return ca == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : Authority.only(ca).getSocketFactory();
    }
}
