package dev.plat.domains.certificate.localca;

import dev.plat.domains.certificate.P256;
import dev.plat.domains.certificate.Pem;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Signs leaves with the intermediate of a {@link CaFolder}.
 *
 * <p>Threads: safe.
 */
public final class LocalCa {

    private static final int P256_BITS = 256;
    private static final int CSR_BYTES_MAX = 8 << 10;

    private final X509Certificate root;
    private final X509Certificate intermediate;
    private final PrivateKey key;
    private final CaTrees trees;
    private final CaSigning signing = new CaSigning(new SecureRandom());

    private LocalCa(
            X509Certificate root, X509Certificate intermediate, PrivateKey key, CaTrees trees) {
        this.root = root;
        this.intermediate = intermediate;
        this.key = key;
        this.trees = trees;
    }

    /**
     * Reads the files; the root's key is not needed.
     *
     * @throws PlatException {@code config-invalid} when they do not belong together
     */
    public static LocalCa open(Path folder) {
        try {
            X509Certificate root = Pem.chain(CaFiles.read(folder.resolve("root.pem"))).getFirst();
            X509Certificate intermediate =
                    Pem.chain(CaFiles.read(folder.resolve("intermediate.pem"))).getFirst();
            PrivateKey key = Pem.key(CaFiles.readSecret(folder.resolve("intermediate.key")));
            root.verify(root.getPublicKey());
            intermediate.verify(root.getPublicKey());
            if (!P256.pair(key, intermediate.getPublicKey())) {
                throw CaFolder.damaged(folder);
            }
            return new LocalCa(root, intermediate, key, CaTrees.of(intermediate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw CaFolder.damaged(folder).causedBy(e);
        }
    }

    /** What visitors' machines must trust. */
    public X509Certificate root() {
        return root;
    }

    /** The names below which it signs, sorted. */
    public List<String> trees() {
        return trees.names();
    }

    /** For one name. */
    public List<X509Certificate> sign(byte[] csr, String name, Instant now) {
        return sign(csr, List.of(name), now);
    }

    /**
     * Signs the request's key for {@code names}, whatever the request itself says about names.
     *
     * @param csr PKCS #10, DER, of a P-256 key, signed by it
     * @param names A-labels in lower case, wildcards right below a name
     * @param now from when on, for 30 days
     * @return the leaf and the intermediate
     * @throws PlatException {@code issuer-cannot-sign} with the trees that are allowed; {@code
     *     request-malformed} for what is no such request
     */
    public List<X509Certificate> sign(byte[] csr, List<String> names, Instant now) {
        names.forEach(this::check);
        return List.of(
                signing.leaf(intermediate, key, requested(csr), List.copyOf(names), now),
                intermediate);
    }

    /** Refuses a name outside of the trees. */
    void check(String name) {
        if (!trees.cover(name)) {
            throw new PlatException(
                    ErrorCode.ISSUER_CANNOT_SIGN,
                    "The local CA does not sign for this name.",
                    "value",
                    name,
                    "expected",
                    "a name within " + String.join(", ", trees.names()));
        }
    }

    private static PublicKey requested(byte[] csr) {
        if (csr.length > CSR_BYTES_MAX) {
            throw malformed(csr);
        }
        try {
            var request = new JcaPKCS10CertificationRequest(csr);
            PublicKey key = request.getPublicKey();
            boolean p256 =
                    key instanceof ECPublicKey ec
                            && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS;
            if (!p256
                    || !request.isSignatureValid(
                            new JcaContentVerifierProviderBuilder().build(key))) {
                throw malformed(csr);
            }
            return key;
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException e) {
            throw malformed(csr).causedBy(e);
        }
    }

    private static PlatException malformed(byte[] csr) {
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "This is not a certificate request we sign.",
                "value",
                csr.length + " bytes",
                "expected",
                "PKCS #10 of a P-256 key, signed by it");
    }
}
