package dev.plat.domains.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.seal.Aad;
import dev.plat.chassis.seal.KeyOpener;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** What hosting does with a delivered key. */
final class OpenedKey {

    private OpenedKey() {}

    /**
     * It opens for its certificate and name, signs what the leaf verifies, and is nowhere clear.
     */
    static void assertFits(KeyOpener opener, StoredCertificate certificate) throws Exception {
        Aad aad =
                new Aad(certificate.id().toString(), certificate.served(), certificate.key().kid());
        byte[] pkcs8 = opener.open(certificate.key(), aad);
        PrivateKey key =
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(pkcs8);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.leaf().getPublicKey());
        signature.update(pkcs8);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(text(certificate.key().bytes())).doesNotContain(text(pkcs8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
