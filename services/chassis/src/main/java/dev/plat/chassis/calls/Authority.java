package dev.plat.chassis.calls;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client believes about the other end of a TLS connection. */
public final class Authority {

    private Authority() {}

    /**
     * The certificates of this file and no others.
     *
     * @param file PEM
     * @throws PlatException {@code config-invalid} when it cannot be read
     */
    public static SSLContext only(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, one);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The certificate of an authority cannot be read.",
                            "value",
                            file.toString(),
                            "expected",
                            "a PEM file")
                    .causedBy(e);
        }
    }
}
