package dev.plat.domains.certificate.localca;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The three kinds of certificate and what stands in them. ECDSA on P-256 throughout.
 *
 * <p>The name constraints stand in the intermediate: in the root alone Java passes them over (RFC
 * 5280 lets a trust anchor's extensions be ignored), and then a stolen intermediate could be any
 * site. A leaf's subject is empty and its alternative names are critical, because OpenSSL would
 * hold a common name that looks like an address against the constraints.
 */
final class CaSigning {

    static final Duration CA_LIFE = Duration.ofDays(3650);
    static final Duration LEAF_LIFE = Duration.ofDays(30);

    /** Clocks of those who check may be behind ours. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final int NAME_BYTES = 4;

    private final SecureRandom random;

    CaSigning(SecureRandom random) {
        this.random = random;
    }

    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Signs itself; may have intermediates below it and nothing further down. */
    X509Certificate root(KeyPair key, Instant now) {
        X500Principal name = name("root");
        var builder = builder(name, key.getPublic(), name, now, now.plus(CA_LIFE));
        add(builder, Extension.basicConstraints, new BasicConstraints(1));
        return signed(builder, key.getPublic(), key.getPublic(), key.getPrivate());
    }

    X509Certificate intermediate(
            X509Certificate root, PrivateKey rootKey, PublicKey key, CaTrees trees, Instant now) {
        Instant end = root.getNotAfter().toInstant();
        var builder = builder(root.getSubjectX500Principal(), key, name("intermediate"), now, end);
        add(builder, Extension.basicConstraints, new BasicConstraints(0));
        add(builder, Extension.nameConstraints, trees.constraints());
        return signed(builder, key, root.getPublicKey(), rootKey);
    }

    X509Certificate leaf(
            X509Certificate issuer,
            PrivateKey issuerKey,
            PublicKey key,
            List<String> names,
            Instant now) {
        Instant last = issuer.getNotAfter().toInstant();
        Instant end = now.plus(LEAF_LIFE);
        X500Principal nobody = new X500Principal("");
        var builder =
                builder(
                        issuer.getSubjectX500Principal(),
                        key,
                        nobody,
                        now,
                        end.isAfter(last) ? last : end);
        add(
                builder,
                Extension.subjectAlternativeName,
                new GeneralNames(
                        names.stream()
                                .map(name -> new GeneralName(GeneralName.dNSName, name))
                                .toArray(GeneralName[]::new)));
        add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
        add(builder, Extension.basicConstraints, new BasicConstraints(false));
        addPlain(
                builder,
                Extension.extendedKeyUsage,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return signedBy(builder, key, issuer.getPublicKey(), issuerKey);
    }

    private X509Certificate signed(
            X509v3CertificateBuilder builder, PublicKey key, PublicKey above, PrivateKey signer) {
        add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signedBy(builder, key, above, signer);
    }

    private static X509Certificate signedBy(
            X509v3CertificateBuilder builder, PublicKey key, PublicKey above, PrivateKey signer) {
        try {
            JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
            addPlain(builder, Extension.subjectKeyIdentifier, keys.createSubjectKeyIdentifier(key));
            addPlain(
                    builder,
                    Extension.authorityKeyIdentifier,
                    keys.createAuthorityKeyIdentifier(above));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
        } catch (NoSuchAlgorithmException | OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("every Java signs with P-256", e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Principal issuer, PublicKey key, X500Principal subject, Instant now, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BACKDATED)),
                Date.from(end),
                subject,
                key);
    }

    /** Distinct, since stores of trusted roots find them by name. */
    private X500Principal name(String kind) {
        byte[] mark = new byte[NAME_BYTES];
        random.nextBytes(mark);
        return new X500Principal(
                "CN=Plat local "
                        + kind
                        + " "
                        + HexFormat.of().formatHex(mark)
                        + ",O=Plat local CA");
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier kind, ASN1Encodable value) {
        add(builder, kind, true, value);
    }

    private static void addPlain(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier kind, ASN1Encodable value) {
        add(builder, kind, false, value);
    }

    private static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier kind,
            boolean critical,
            ASN1Encodable value) {
        try {
            builder.addExtension(kind, critical, value);
        } catch (CertIOException e) {
            throw new IllegalStateException("these values are ours", e);
        }
    }
}
