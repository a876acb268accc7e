package dev.plat.ops.cli.ca;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The two public files of a cluster's authority. Its keys are never opened here.
 *
 * @param file of the root, for those who will trust it
 */
record CaFiles(Path file, X509Certificate root, X509Certificate intermediate) {

    /**
     * Reads {@code DIR/ca}.
     *
     * @throws PlatException {@code not-found} when there is none, {@code config-invalid} when a
     *     file is no certificate
     */
    static CaFiles read(Path data) {
        Path folder = data.resolve("ca");
        Path file = folder.resolve("root.pem");
        if (Files.notExists(file)) {
            throw new PlatException(
                    ErrorCode.NOT_FOUND,
                    "This folder has no certificate authority.",
                    "value",
                    file.toString(),
                    "expected",
                    "a folder with ca/root.pem in it: --data DIR");
        }
        return new CaFiles(
                file, certificate(file), certificate(folder.resolve("intermediate.pem")));
    }

    /** The root's common name; it ends in a mark of its own, so two clusters' differ. */
    String name() {
        try {
            return new LdapName(root.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .findFirst()
                            .orElseGet(() -> root.getSubjectX500Principal().getName());
        } catch (InvalidNameException e) {
            throw damaged(file).causedBy(e);
        }
    }

    /** SHA-256 of the root, in pairs, as browsers show it. */
    String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(root.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Below which names it signs. */
    List<String> trees() {
        return NameTrees.of(intermediate);
    }

    private static X509Certificate certificate(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw damaged(file).causedBy(e);
        }
    }

    private static PlatException damaged(Path file) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "This is not a certificate.",
                "value",
                file.toString(),
                "expected",
                "PEM");
    }
}
