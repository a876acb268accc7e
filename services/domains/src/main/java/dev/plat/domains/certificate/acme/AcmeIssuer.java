package dev.plat.domains.certificate.acme;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Pem;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A CA that speaks ACME.
 *
 * <p>Threads: safe; its sessions are not.
 */
public final class AcmeIssuer implements CertificateIssuer {

    private final AcmeSettings settings;
    private final KeyPair account;
    private final @Nullable SSLContext trust;
    private final InstantSource clock;
    private final AtomicBoolean suggests = new AtomicBoolean(true);

    /**
     * Reads the files; speaks to nobody.
     *
     * @throws PlatException {@code config-invalid}
     */
    public AcmeIssuer(AcmeSettings settings, InstantSource clock) {
        this.settings = settings;
        this.account = AccountKeyFile.readOrMake(settings.accountKey(), new SecureRandom());
        Path roots = settings.trust();
        this.trust = roots == null ? null : trusting(roots);
        this.clock = clock;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean challenges() {
        return true;
    }

    /** Believed until its directory says otherwise. */
    @Override
    public boolean suggestsWindows() {
        return suggests.get();
    }

    /**
     * A session of its own for each worker: acme4j holds a session's nonce for the whole of each
     * request, so that workers who shared one would wait for each other.
     */
    @Override
    public Session open() {
        return new AcmeSession(
                settings,
                account,
                new TrustingProvider(trust, settings.timeout()),
                clock,
                suggests);
    }

    private static SSLContext trusting(Path file) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            for (X509Certificate root : Pem.chain(Files.readString(file))) {
                roots.setCertificateEntry(root.getSubjectX500Principal().getName(), root);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The roots of a CA's web server cannot be read.",
                            "value",
                            file.toString(),
                            "expected",
                            "certificates as PEM")
                    .causedBy(e);
        }
    }
}
