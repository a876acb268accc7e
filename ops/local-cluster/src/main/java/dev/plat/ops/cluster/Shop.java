package dev.plat.ops.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a cluster needs so that things can be bought on it, and how those who sell are told of it.
 */
final class Shop {

    static final String CHECKOUT = "checkout";

    private final ClusterLayout layout;
    private final CardAccount account;

    Shop(ClusterLayout layout) {
        this.layout = layout;
        this.account = new CardAccount(layout);
    }

    /** Before anything is sold. */
    void prepare() {
        if (Files.notExists(catalogue())) { // what is sold is the operator's from then on
            try (InputStream given =
                    Objects.requireNonNull(Shop.class.getResourceAsStream("catalogue.json"))) {
                Files.copy(given, catalogue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** When the card provider answers, and before anything is sold. */
    void open() {
        account.open();
    }

    private Path catalogue() {
        return layout.data().resolve("catalogue.json");
    }

    /** Of the payments service, besides what every service is told. */
    Map<String, Object> paymentsSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("plat.catalogue.file", catalogue());
        settings.put("plat.stripe.base", "https://localhost:" + layout.cardPort());
        settings.put("plat.stripe.key", account.key());
        settings.put("plat.stripe.hooks", account.hooks());
        settings.put("plat.stripe.ca", layout.root());
        settings.put("plat.webhooks.private-addresses", true);
        settings.put("plat.webhooks.ca", layout.root());
        return settings;
    }

    /** The same of checkout, which has no line without TLS. */
    Map<String, Object> checkoutSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("plat.checkout.origin", layout.checkoutOrigin());
        settings.put("plat.checkout.provider", layout.cardOrigin());
        settings.put("plat.host", "localhost");
        settings.put("micronaut.server.ssl.enabled", true);
        settings.put("micronaut.server.ssl.port", layout.checkoutPort());
        settings.put("micronaut.server.ssl.protocols", "TLSv1.3");
        Path tls = layout.tls(CHECKOUT);
        settings.put(
                "micronaut.server.ssl.key-store.certificate-path",
                "file:" + ServerCertificate.chain(tls));
        settings.put(
                "micronaut.server.ssl.key-store.key-path", "file:" + ServerCertificate.key(tls));
        return settings;
    }
}
