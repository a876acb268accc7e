package dev.plat.domains.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * What we look at before a CA's answer is stored: a chain that does not fit its key would take a
 * site down on every node at once.
 */
final class ChainCheck {

    private static final int DNS_NAME = 2;

    /** The CA's clock may be ahead of ours. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private ChainCheck() {}

    /**
     * Returns when the chain is for these names, this key and this time, and each certificate is
     * signed by the next.
     *
     * @throws CaFailure {@code server}: the CA gave us what we did not ask for
     */
    static void check(
            List<X509Certificate> chain, List<String> names, byte[] request, Instant now) {
        if (chain.isEmpty()) {
            throw wrong("it is empty");
        }
        X509Certificate leaf = chain.getFirst();
        try {
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            if (!leaf.getPublicKey().equals(key)) {
                throw wrong("its key is not the request's");
            }
            if (!dnsNames(leaf.getSubjectAlternativeNames()).equals(Set.copyOf(names))) {
                throw wrong("its names are not the order's");
            }
            for (int i = 0; i + 1 < chain.size(); i++) {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw (CaFailure) wrong("it does not hold together").causedBy(e);
        }
        if (leaf.getNotBefore().toInstant().isAfter(now.plus(SKEW))
                || !leaf.getNotAfter().toInstant().isAfter(now)) {
            throw wrong("it is not valid now");
        }
    }

    private static Set<String> dnsNames(@Nullable Collection<List<?>> alternatives) {
        Set<String> names = new TreeSet<>();
        if (alternatives != null) {
            for (List<?> each : alternatives) {
                boolean dns = Integer.valueOf(DNS_NAME).equals(each.get(0));
                names.add(dns ? String.valueOf(each.get(1)) : "another kind: " + each.get(1));
            }
        }
        return names;
    }

    private static CaFailure wrong(String what) {
        return new CaFailure(
                FailureClass.SERVER,
                "The CA sent a certificate that is not the one asked for: " + what);
    }
}
