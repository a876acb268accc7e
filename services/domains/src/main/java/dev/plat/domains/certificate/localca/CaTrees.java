package dev.plat.domains.certificate.localca;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * Below which names a local CA signs. Loopback addresses stand in its constraints too: a
 * certificate without any permitted address could have every address.
 *
 * @param names A-labels in lower case, sorted; each covers itself and all below it
 */
record CaTrees(List<String> names) {

    private static final List<String> ALWAYS = List.of("internal", "localhost", "test");
    private static final Pattern TREE =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 0, (byte) 255, 0, 0, 0};

    CaTrees {
        names = List.copyOf(new TreeSet<>(Stream.concat(ALWAYS.stream(), names.stream()).toList()));
        for (String name : names) {
            if (name.length() > 253 || !TREE.matcher(name).matches()) {
                throw new PlatException(
                        ErrorCode.CONFIG_INVALID,
                        "The local CA cannot sign below this.",
                        "value",
                        name,
                        "expected",
                        "a name of A-labels in lower case, such as corp.example");
            }
        }
    }

    /** The trees an intermediate was made for. */
    static CaTrees of(X509Certificate intermediate) throws CertificateException {
        try {
            byte[] extension = intermediate.getExtensionValue(Extension.nameConstraints.getId());
            if (extension == null) {
                throw new CertificateException("the intermediate has no name constraints");
            }
            var constraints =
                    NameConstraints.getInstance(
                            JcaX509ExtensionUtils.parseExtensionValue(extension));
            return new CaTrees(
                    Stream.of(constraints.getPermittedSubtrees())
                            .map(GeneralSubtree::getBase)
                            .filter(base -> base.getTagNo() == GeneralName.dNSName)
                            .map(base -> base.getName().toString())
                            .toList());
        } catch (IOException e) {
            throw new CertificateException("the intermediate's name constraints are damaged", e);
        }
    }

    /**
     * Whether a certificate for {@code name} would be believed.
     *
     * @param name A-labels, or a wildcard right below a name
     */
    boolean cover(String name) {
        String plain = name.startsWith("*.") ? name.substring(2) : name;
        return names.stream().anyMatch(tree -> plain.equals(tree) || plain.endsWith("." + tree));
    }

    NameConstraints constraints() {
        Stream<GeneralName> hosts =
                names.stream().map(tree -> new GeneralName(GeneralName.dNSName, tree));
        Stream<GeneralName> addresses =
                Stream.of(LOOPBACK_4, loopback6())
                        .map(range ->
                                new GeneralName(GeneralName.iPAddress, new DEROctetString(range)));
        return new NameConstraints(
                Stream.concat(hosts, addresses)
                        .map(GeneralSubtree::new)
                        .toArray(GeneralSubtree[]::new),
                // An empty sequence is not allowed there, and Chromium believes no such
                // intermediate.
                null);
    }

    /** {@code ::1}, then a mask of all bits. */
    private static byte[] loopback6() {
        byte[] range = new byte[32];
        range[15] = 1;
        Arrays.fill(range, 16, 32, (byte) 255);
        return range;
    }
}
