package dev.plat.hosting.tls;

import dev.plat.chassis.seal.Aad;
import dev.plat.chassis.seal.KeyOpener;
import dev.plat.chassis.seal.SealedKey;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Opens a sealed certificate and looks whether it is what it says: a chain in which each signs the
 * one before, a leaf for exactly this name, and the key to it. Whether its time has come is asked
 * only of a new one: an expired certificate that was served goes on until there is a newer.
 *
 * <p>Threads: safe.
 */
public final class CertificateCheck {

    private static final int CHAIN_MAX = 10;
    private static final int DNS_NAME = 2;

    /** A CA's clock and ours may differ; they backdate by an hour for the same reason. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final byte[] PROOF = "plat-key-proof".getBytes(StandardCharsets.US_ASCII);

    private final KeyOpener opener;

    public CertificateCheck(KeyOpener opener) {
        this.opener = opener;
    }

    /**
     * @throws PlatException {@code config-invalid}, {@code field-invalid}: no repeat mends it
     */
    OpenedCertificate open(SealedCertificate sealed) {
        List<X509Certificate> chain = chain(sealed);
        checkChain(chain);
        checkName(chain.getFirst(), sealed.name());
        byte[] pkcs8 =
                opener.open(
                        new SealedKey(sealed.kid(), sealed.sealedKey()),
                        new Aad(sealed.certificate().toString(), sealed.name(), sealed.kid()));
        try {
            PrivateKey key = key(pkcs8, chain.getFirst().getPublicKey());
            return new OpenedCertificate(sealed.name(), sealed.version(), key, chain);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Of one that is new here. */
    static void checkDates(OpenedCertificate opened, Instant now) {
        if (opened.notBefore().isAfter(now.plus(CLOCK_DIFFERENCE))) {
            throw refused("The certificate is not valid yet.", opened.notBefore(), now);
        }
        if (!opened.notAfter().isAfter(now)) {
            throw refused("The certificate has expired before it came.", opened.notAfter(), now);
        }
    }

    private static List<X509Certificate> chain(SealedCertificate sealed) {
        try {
            Collection<?> read =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            sealed.chain().getBytes(StandardCharsets.US_ASCII)));
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw refused("The chain cannot be read.", sealed.name(), "PEM certificates")
                    .causedBy(e);
        }
    }

    private static void checkChain(List<X509Certificate> chain) {
        if (chain.isEmpty() || chain.size() > CHAIN_MAX) {
            throw refused("The chain has an odd length.", chain.size(), "1 to " + CHAIN_MAX);
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw refused(
                                "The chain is broken.",
                                chain.get(i).getSubjectX500Principal().getName(),
                                "signed by the next")
                        .causedBy(e);
            }
        }
    }

    private static void checkName(X509Certificate leaf, String name) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            boolean covered =
                    names != null
                            && names.stream()
                                    .anyMatch(each ->
                                            each.getFirst().equals(DNS_NAME)
                                                    && name.equalsIgnoreCase(
                                                            String.valueOf(each.get(1))));
            if (!covered) {
                throw refused("The certificate is for other names.", String.valueOf(names), name);
            }
        } catch (CertificateException e) {
            throw refused("The certificate's names cannot be read.", name, name).causedBy(e);
        }
    }

    private static PrivateKey key(byte[] pkcs8, PublicKey half) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(half.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            String algorithm =
                    half.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROOF);
            byte[] signature = signer.sign();
            signer.initVerify(half);
            signer.update(PROOF);
            if (!signer.verify(signature)) {
                throw refused("The key is another certificate's.", half.getAlgorithm(), "its half");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw refused("The key cannot be used.", half.getAlgorithm(), "an EC or RSA key")
                    .causedBy(e);
        }
    }

    private static PlatException refused(String text, Object value, Object expected) {
        return new PlatException(
                ErrorCode.FIELD_INVALID,
                text,
                "field",
                "certificate",
                "value",
                value.toString(),
                "expected",
                expected.toString());
    }
}
